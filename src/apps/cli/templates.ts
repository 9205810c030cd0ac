import type { YamlLine } from '../../base/edit-yaml.ts';
import type { NotesFormat } from '../../kit/notes-skeleton.ts';
import { notesSkeleton } from '../../kit/notes-skeleton.ts';

type Files = Readonly<Record<string, string>>;

/** The first files of a patches repository, by path. */
export function repositoryTemplate(): Files {
  return {
    'fleet.yaml': fleet,
    '.gitattributes': `# A newline inside a global's value is data, and the digest of a release goes over every byte: git must not touch line ends.
patches/** -text
`,
    'patches/README.md': `One folder per patch: \`patches/[GROUP/]<id>/\`. \`patchfleet kit new\` makes one.
`,
  };
}

const fleet = `# Sites, rings, gates, windows and freezes. Released patches reach the rings in this order.
rings:
  - name: uat
    title: Acceptance
  - name: prod
    title: Production
    gate: # what must hold in every ring before this one
      installed: 100% # of the ring's sites have the release
      failed: 0 # sites at most, at which it failed
      soak: 1d # for so long

sites:
  - name: uat-1
    title: Acceptance 1
    ring: uat
    timezone: Europe/Madrid
  - name: prod-1
    title: Production 1
    ring: prod
    timezone: Europe/Madrid
    windows: # when installing is allowed, in the site's zone; none: always
      - days: [mon, tue, wed, thu]
        from: '22:00'
        to: '05:00'

freezes: []
people: []
`;

export const engineNames = ['directory', 'mumps', 'iris'] as const;
export type EngineName = (typeof engineNames)[number];

function engineLines(engine: EngineName, site: string): string {
  switch (engine) {
    case 'directory':
      return `  directory:
    folder: /srv/${site}/namespace`;
    case 'mumps':
      return `  mumps: # GT.M, YottaDB; see docs/engines.md
    globalDirectory: /srv/${site}/g/mumps.gld # gtmgbldir
    routines: /srv/${site}/r # patches write here; a list where there are more folders
    # objects: /srv/${site}/o # compiled routines; default: beside their sources
    # dist: /usr/lib/fis-gtm/current # gtm_dist; default: it is looked for
    # temporary: /tmp # gtm_tmp, as all processes of the database have it
    # characterSet: UTF-8 # gtm_chset, M or UTF-8, as the site's own processes have it (echo $gtm_chset); default: M
    # environment: { gtm_icu_version: "72" } # more of what they have, such as what UTF-8 needs
    # relink: true # running processes take up new routines (auto-relink)
    # copyUpTo: 2GB # a database up to this size is copied before a patch runs code of its own
    # runLimit: 30m # how long code of a patch may run`;
    case 'iris':
      return `  iris: # IRIS, Ensemble, Caché; see docs/engines.md
    session: { instance: IRIS, namespace: LAB } # program: csession, for Caché and Ensemble
    # or, from another machine:
    # atelier: { url: https://db.example.org:8443, namespace: LAB, username: patchfleet, password: { env: IRIS_PASSWORD } }`;
  }
}

/** The first files of a site, by path. */
export function siteTemplate(site: string, engine: EngineName): Files {
  return {
    'site.yaml': `# The configuration of site ${site}. It lies on the site's machine, never in the patches repository.
# Flags come before PATCHFLEET_* variables, those before this file, this file before the defaults.

site: ${site}

remotes:
  patches: # where releases and the channel come from; the site needs to read only
    url: https://git.example.org/lab/patches.git
    # username: ${site}
    # password: { file: /etc/patchfleet/patches.token } # or { env: NAME }; a secret itself never stands here
  status: # where the site says how it is; default: the patches repository
    url: https://git.example.org/lab/status.git

channel: default # the branch channel/default

engine:
${engineLines(engine, site)}

trust: # public keys ("ssh-ed25519 AAAA…", without comment); who may do what here is decided here
  publisher: [] # may write the channel
  release: [] # may sign releases
  approver: [] # whose approvals count: { name: rita.gomes, key: ssh-ed25519 AAAA… }
  operator: [] # whose holds and recalls count, likewise

# key: /etc/patchfleet/${site}.key # signs what the site says of itself: ssh-keygen -t ed25519 -N "" -f FILE
poll: 5m # how often it looks for something new
# state: /var/lib/patchfleet/${site} # journal, backups, outbox; this is the default
`,
  };
}

interface PatchTemplate {
  readonly id: string;
  readonly title: string;
  readonly requires: readonly string[];
  readonly kit: readonly KitItem[];
  readonly run: string | null;
  /** Names of what the kit carries. */
  readonly documents: readonly string[];
  readonly notes: NotesFormat;
}

/** A kit file as patch.yaml names it. */
export interface KitItem {
  readonly file: string;
  readonly sha256: string;
  /** Null where the file carries no global. */
  readonly globals: string | null;
  /** The globals that it carries. */
  readonly names: readonly string[];
  /** True: it holds a part of its global only. */
  readonly isPart: boolean;
}

/** The lines of a kit file in patch.yaml. */
export function kitEntry({ file, sha256, globals, names, isPart }: KitItem): readonly YamlLine[] {
  const lines = [{ pair: `file: ${quoted(file)}` }, { pair: `sha256: ${quoted(sha256)}` }];
  if (globals === null) return lines;
  const other = globals === 'merge' ? 'replace' : 'merge';
  const remark = isPart
    ? `a part of ${names.join(', ')}: never replace`
    : `or ${other}; it carries ${names.join(', ')}`;
  return [...lines, { pair: `globals: ${globals}`, remark }];
}

/** The first files of a patch besides its kit, by path inside its folder. */
export function patchTemplate(patch: PatchTemplate): Files {
  const { id, title, requires, kit, run, notes } = patch;
  const items = kit.map((item) =>
    kitEntry(item).map(
      ({ pair, remark }, index) =>
        `${index === 0 ? '  - ' : '    '}${pair}${remark === undefined ? '' : ` # ${remark}`}`,
    ),
  );
  const kitLines =
    kit.length === 0 ? ['kit: [] # files below kit/: `- file: kit/Export.xml`'] : ['kit:', ...items.flat()];
  const lines = [
    `id: ${id}`,
    `title: ${quoted(title)}`,
    `requires: [${requires.join(', ')}]`,
    'supersedes: []',
    ...kitLines,
    'remove: [] # documents that the patch deletes: Lab.OldRouter.cls',
    ...(run === null ? [] : ['install:', `  run: ${JSON.stringify(run)}`]),
    'verify: [] # what must hold afterwards: `- global: ^LabConfig("schema")` with `equals: "14"`',
    'parameters: patch.ini',
    `notes: notes.${notes}`,
    'policy:',
    '  default: operator # automatic, operator, or { at: "2026-11-30T02:00" }',
    '  approvals: 0',
  ];
  return {
    'patch.yaml': `${lines.join('\n')}\n`,
    'patch.ini': `; Parameters for the patch's own code. [site:NAME] and [ring:NAME] override.\n`,
    [`notes.${notes}`]: notesSkeleton({ title, sections: [documentsOf(patch)] }, notes),
  };
}

function documentsOf({ documents }: PatchTemplate) {
  return { heading: 'Documents', documents: documents.map((name) => ({ name, remarks: [] })) };
}

/** A YAML scalar in double quotes, which are JSON's, wherever plain text could mean something else. */
function quoted(text: string): string {
  return /^[A-Za-z][\w ./-]*$/.test(text) && !/^(true|false|yes|no|on|off|null)$/i.test(text)
    ? text
    : JSON.stringify(text);
}
