import { digestOf } from '../../base/digest.ts';
import { fileSchemas } from '../schemas/file-schemas.ts';
import { jsonSchemaText } from '../schemas/json-schema-text.ts';
import { actionWorkflow } from './action-workflow.ts';
import { patchTemplate, repositoryTemplate } from './templates.ts';

type Files = Readonly<Record<string, string>>;

/** Formats that people write in a patches repository, and where. */
const written: Readonly<Record<string, readonly string[]>> = {
  fleet: ['fleet.yaml'],
  patch: ['patches/**/patch.yaml', 'examples/*/patch.yaml'],
  rollout: ['rollouts/*.yaml'],
  terms: ['approvals/**/*.yaml', 'holds/**/*.yaml', 'recalls/*.yaml'],
};

/** All files of a patches repository on GitHub, by path: those of the bare one, an example, the workflow, schemas for editors, a page for its users. */
export function patchesTemplate(action: string): Files {
  const bare = repositoryTemplate();
  return {
    ...bare,
    'fleet.yaml': `# yaml-language-server: $schema=schemas/fleet.schema.json\n${bare['fleet.yaml'] ?? ''}`,
    ...below('examples/LAB-2026.001', examplePatch()),
    '.github/workflows/patches.yml': actionWorkflow(action),
    ...Object.fromEntries(
      Object.keys(written).map((name) => [`schemas/${name}.schema.json`, schemaText(name)]),
    ),
    '.vscode/settings.json': editorSettings(),
    '.vscode/extensions.json': asJson({ recommendations: ['redhat.vscode-yaml'] }),
    'README.md': page,
  };
}

function schemaText(name: string): string {
  const schema = fileSchemas[name];
  if (schema === undefined) throw new Error(`There is no schema ${name}.`);
  return jsonSchemaText(schema);
}

/** The schemas lie beside: editors need no network for them. */
function editorSettings(): string {
  const schemas = Object.entries(written).map(([name, files]) => [`./schemas/${name}.schema.json`, files]);
  return asJson({ 'yaml.schemas': Object.fromEntries(schemas) as unknown, 'yaml.schemaStore.enable': false });
}

function asJson(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function below(folder: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
}

/** It lies outside of `patches/`, so that nobody releases it by accident. */
function examplePatch(): Files {
  const file = 'kit/Lab.Router.cls';
  const kit = [{ file, sha256: digestOf(router), globals: null, names: [], isPart: false }];
  const patch = patchTemplate({
    ...{ id: 'LAB-2026.001', title: 'Result routing for the new laboratory', requires: [], run: null },
    ...{ kit, documents: ['Lab.Router.cls'], notes: 'md' },
  });
  const schema = '# yaml-language-server: $schema=../../schemas/patch.schema.json\n';
  return { ...patch, 'patch.yaml': schema + (patch['patch.yaml'] ?? ''), 'notes.md': notes, [file]: router };
}

const notes = `# Result routing for the new laboratory

Results of each ward go to the queue of its own. Afterwards look at the first results of the day.

- \`Lab.Router.cls\`
`;

const router = `/// Where results go.
Class Lab.Router Extends %RegisteredObject
{

ClassMethod Route(ward As %String) As %String
{
  quit "lab-"_ward
}

}
`;

const page = `# Patches

What is to be installed at our sites, and when: by [patchfleet](.github/workflows/patches.yml). \`patches/\` holds one folder for each patch, \`fleet.yaml\` the sites and rings,
\`rollouts/\`, \`approvals/\`, \`holds/\` and \`recalls/\` what differs from that. All of it changes by pull request; what is merged to \`main\` is released and published.

## Once

1. Write your sites into \`fleet.yaml\`.
2. \`ssh-keygen -q -t ed25519 -N "" -f release-key\` makes the key that signs releases: outside of this repository. Its content becomes the secret \`PATCHFLEET_KEY\` of the repository
   on the host, that of \`release-key.pub\` the variable \`PATCHFLEET_TRUST\`, and each site trusts that in its \`site.yaml\`.
3. Look that \`uses:\` in \`.github/workflows/patches.yml\` names the place where your organisation keeps patchfleet.
4. Begin \`main\` on the host with all of it: \`.gitattributes\` has to be there before the first patch.

\`\`\`sh
git add --all
git commit --message "Begin"
git push --set-upstream origin HEAD:main
\`\`\`

## A patch

Copy the example, or let \`patchfleet kit new\` make one from your exports (\`patchfleet kit new LAB-2026.002 Export.xml --title "…"\`):

\`\`\`sh
git switch --create lab-2026.001
cp -R examples/LAB-2026.001 patches/
patchfleet kit build LAB-2026.001    # writes the digests anew, after each change in kit/
patchfleet kit check LAB-2026.001    # says what a reviewer would find
git add patches
git commit --message "Result routing"
git push --set-upstream origin lab-2026.001
\`\`\`

Then open a pull request. Its checks say what is wrong, at the line; the summary of the run says what the patch would do at each site, and when. The same here,
with the key that publishes, and with \`--status URL\` where the sites write elsewhere how they are:

\`\`\`sh
patchfleet preview LAB-2026.001 --trust "$(cat ../release-key.pub)"
\`\`\`

What is released never changes: a fix is a new patch that names the old one under \`supersedes\`.

## Without the workflow

Whoever holds the key releases what is on \`main\`:

\`\`\`sh
git switch main
git merge --quiet --no-edit lab-2026.001
git push origin main
patchfleet release LAB-2026.001 --publish --key ../release-key
\`\`\`

Editors that know YAML schemas complete and underline: they lie in \`schemas/\`. Git must not touch the line ends of a patch, see \`.gitattributes\`: its digest goes over every byte.
`;
