import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import { failure } from '../../../base/failure.ts';
import type { Answer } from '../answer.ts';
import { describeCommand } from '../command-text.ts';
import { patchesTemplate } from '../patches-template.ts';
import type { Shell } from '../shell.ts';
import { readSiteName } from '../sign-into-repository.ts';
import type { EngineName } from '../templates.ts';
import { engineNames, repositoryTemplate, siteTemplate } from '../templates.ts';

/** `patchfleet init repository|patches|site`: writes the first files, and never over one that is there. */
export function defineInit(command: Command, shell: Shell): void {
  command.description(
    'Writes the first files of a patches repository, or of a site. Nothing that exists is overwritten.',
  );
  describeCommand(command.command('repository'), {
    summary: 'begin a patches repository',
    description: [
      'Begins a patches repository: fleet.yaml with an example of a fleet, .gitattributes that keep kit files byte for byte, and a folder for the patches.',
      'Commit what it wrote to the branch main; then make the first patch with `patchfleet kit new`.',
    ],
    examples: [['patchfleet init repository lab-patches', 'begin a patches repository in a new folder']],
  })
    .argument('[folder]', 'where to write it', '.')
    .action(shell.answer((folder: string) => writeFiles(shell, folder, repositoryTemplate())));
  describeCommand(command.command('patches'), {
    summary: 'begin a patches repository on GitHub',
    description: [
      'Begins a patches repository as `init repository` does, with all that its users want: a workflow that checks pull requests and releases what was merged, an example of a patch, schemas for editors (which need no network), and a README.',
      'Where patchfleet is kept on GitHub is said by --action; without it the workflow names a place that there is not, to be filled in.',
    ],
    examples: [
      [
        'patchfleet init patches lab-patches --action lab/patchfleet/action@v1',
        'begin a patches repository in a new folder',
      ],
    ],
  })
    .argument('[folder]', 'where to write it', '.')
    .option(
      '--action <place>',
      'owner/repository/action@ref of the Action',
      'your-organisation-/patchfleet/action@v1',
    )
    .action(
      shell.answer((folder: string, { action }: { action: string }) =>
        writeFiles(shell, folder, patchesTemplate(readAction(action))),
      ),
    );
  describeCommand(command.command('site'), {
    summary: 'begin a site',
    description: [
      "Begins a site: writes site.yaml, the site's own configuration, with every key explained.",
      'It lies on the target, never in a repository. Check it with `patchfleet doctor` once it is filled in.',
    ],
    examples: [
      [
        'patchfleet init site prod-madrid --folder /etc/patchfleet/prod-madrid',
        'write the configuration of a site',
      ],
      ['patchfleet init site prod-madrid --engine mumps', 'the same for a GT.M or YottaDB database'],
    ],
  })
    .argument('<site>', 'name of the site, as fleet.yaml names it')
    .option('--folder <folder>', 'where to write site.yaml', '.')
    .addOption(new Option('--engine <engine>', 'what the site is').choices(engineNames).default('directory'))
    .action(
      shell.answer((site: string, { folder, engine }: { folder: string; engine: EngineName }) =>
        writeFiles(shell, folder, siteTemplate(readSiteName(site), engine)),
      ),
    );
}

/** Where an Action is (GitHub Docs, "Workflow syntax", jobs.<job_id>.steps[*].uses). Failure WRONG_ARGUMENT. */
function readAction(word: string): string {
  if (/^[\w.-]+(\/[\w.-]+)+@[\w./-]+$/.test(word)) return word;
  const expected = 'owner/repository/action@ref';
  throw failure('WRONG_ARGUMENT', { what: '--action', word, expected });
}

function writeFiles(shell: Shell, folder: string, files: Readonly<Record<string, string>>): Promise<Answer> {
  const top = resolve(shell.cwd, folder);
  const paths = Object.keys(files).map((path) => join(top, path));
  const there = paths.filter((path) => existsSync(path)).map((path) => relative(shell.cwd, path));
  if (there.length > 0) throw failure('FILE_EXISTS', { paths: there });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), text);
  }
  const written = paths.map((path) => relative(shell.cwd, path));
  return Promise.resolve({
    exit: 0,
    text: written.map((path) => `wrote ${path}`).join('\n'),
    json: { kind: 'initialised', files: written },
  });
}
