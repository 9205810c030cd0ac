import type { Command } from 'commander';
import { failure } from '../../../base/failure.ts';
import { describeCommand } from '../command-text.ts';
import type { Shell } from '../shell.ts';
import type { AddOptions } from './kit-add.ts';
import { addToKit } from './kit-add.ts';
import { buildKit } from './kit-build.ts';
import { checkKit } from './kit-check.ts';
import { defineKitImport } from './kit-import-command.ts';
import type { NewKitOptions } from './kit-new.ts';
import { newKit } from './kit-new.ts';
import { showKit } from './kit-show.ts';
import { watchKit } from './kit-watch.ts';

const patchArgument = ['<patch>', 'folder of the patch, or its id inside a patches repository'] as const;

const documentsHelp =
  'documents of the target: Lab.Router.cls, Lab.*.cls, LAB*.m, ^LabConfig, ^LabRoute("in")';

/** `patchfleet kit new|add|build|check|show`: what a release developer does before the pull request. */
export function defineKit(command: Command, shell: Shell): void {
  command.description(
    'Makes, builds, checks and shows the kit of a patch, in a working copy of the patches repository.',
  );
  defineNew(command, shell);
  defineAdd(command, shell);
  defineKitImport(command, shell);
  describeCommand(command.command('build'), {
    summary: 'make patch.yaml name the kit files as they are',
    description: [
      'Writes the sha256 of every kit file into patch.yaml, and names the files below kit/ that it does not name yet (`globals: merge` beside those that carry globals). Comments, order and layout of the file stay as they are.',
      'With --watch a file that cannot be read, for it is half written or no export, is told and keeps its old digest.',
      'A file that patch.yaml names and that is gone is said, and its lines stay. Exit code 1 then.',
    ],
    examples: [
      ['patchfleet kit build LAB-2026.014', 'after an export file was added or changed'],
      ['patchfleet kit build LAB-2026.014 --watch', 'while exports are being made anew'],
    ],
  })
    .argument(...patchArgument)
    .option('--watch', 'go on until Ctrl-C: build whenever files below kit/ changed and are quiet again')
    .action(
      shell.answer((patch: string, { watch, json }: BuildOptions) => {
        if (watch !== true) return buildKit(shell, patch);
        if (json !== true) return watchKit(shell, patch);
        throw failure('WRONG_ARGUMENT', {
          what: '--json',
          word: 'given',
          expected: 'not beside --watch, which prints a line for each change',
        });
      }),
    );
  describeCommand(command.command('check'), {
    summary: 'check all that can be checked without a site',
    description: [
      'Checks all that can be checked without a site, by the same code that `release` runs: manifest, digests, parameters, notes, and every document in the kit.',
      'Each mistake is named as file:line:column with what is expected. Exit code 2 where there is one.',
      'What can be released and should be looked at is said too: patches that it requires and that are not here, missing notes, an entry of install.run that the kit does not have, parameters that it reads and patch.ini lacks, documents that were exported before an earlier patch changed them, storage that moves, files over 50 MiB, and what looks like a secret (private keys, tokens, passwords in addresses, parameters named like one).',
    ],
    examples: [['patchfleet kit check LAB-2026.014', 'before opening a pull request']],
  })
    .argument(...patchArgument)
    .action(shell.answer((patch: string) => checkKit(shell, patch)));
  describeCommand(command.command('show'), {
    summary: 'list the documents of the kit',
    description: [
      'Lists the documents that the kit carries and those that it removes, with kind, digest and place.',
    ],
    examples: [['patchfleet kit show LAB-2026.014', 'see what a patch would put in']],
  })
    .argument(...patchArgument)
    .action(shell.answer((patch: string) => showKit(shell, patch)));
}

interface BuildOptions {
  readonly watch?: boolean;
  readonly json?: boolean;
}

function defineNew(command: Command, shell: Shell): void {
  describeCommand(command.command('new'), {
    summary: 'make the folder of a new patch',
    description: [
      'Makes the folder of a new patch: patch.yaml, notes that list the documents, patch.ini and kit/ with copies of the export files. Each is read first, as `kit check` does: files that are no exports are refused, all at once and by line, and nothing is written. Where one carries globals and --globals does not say how they go in, `globals: merge` is written beside it.',
      'Of a folder all files are taken, each at its place below the folder; what begins with a dot is left out. Files of one name from different folders keep these folders below kit/.',
      'With --documents the exports are taken from the target of a site.yaml, the development server, by names in which `*` is any characters: it is only read, without its lock. Of IRIS the helper class stays in the namespace. Documents that are not there are said, exit code 1.',
      '`requires` is proposed: of each document the last patch of this repository that carries it; and so is the code that the patch runs: the method or label of a patch class or routine in the kit that has the number of the release. Both are said, with why.',
      'Fill in the manifest afterwards; `patchfleet kit add` puts in more, `patchfleet kit build` after a file was exported anew.',
    ],
    examples: [
      [
        'patchfleet kit new LAB-2026.014 ~/exports/Routing.xml --title "Result routing"',
        'begin a patch from an export',
      ],
      ['patchfleet kit new LAB-2026.014 src/ --title "Result routing"', 'from a folder of sources'],
      [
        "patchfleet kit new LAB-2026.014 --title \"Result routing\" --from dev.yaml --documents 'Lab.*.cls' '^LabConfig' '^LabRoute(\"in\")'",
        'classes and globals as the development server has them now',
      ],
      [
        'patchfleet kit new LAB-2026.014 --title "Result routing" --from-git ~/lab --since v2.1',
        'what changed in a source repository since a tag',
      ],
    ],
  })
    .argument('<id>', 'id of the patch, such as LAB-2026.014')
    .argument('[files...]', 'export files, or folders of them, to copy into the kit')
    .requiredOption('--title <title>', 'what the patch is for, in one line')
    .option('--group <group>', 'folder below patches/ that keeps related patches together')
    .option('--requires <id...>', 'patches that must be installed before this one')
    .option('--no-requires', 'propose none')
    .option('--run <call>', 'code that the patch runs, such as P014^LABIN; none for none (default: proposed)')
    .option('--notes <format>', 'format of the notes: md or html (default: md)')
    .option('--from <file...>', 'the same as naming the files behind the id; with --documents, one site.yaml')
    .option('--documents <name...>', documentsHelp)
    .option('--globals <mode>', 'how globals of the kit are put in: merge or replace (default: merge)')
    .option(
      '--from-git <folder>',
      'local source repository: the kit is what changed there, deletions included',
    )
    .option('--since <ref>', 'with --from-git: the commit, tag or branch that the sites have')
    .option('--until <ref>', 'with --from-git: the one that they are to have (default: HEAD)')
    .option('--path <path...>', 'with --from-git: only files below these folders of the source repository')
    .action(
      shell.answer((id: string, files: readonly string[], options: NewKitOptions) =>
        newKit(shell, { id, files }, options),
      ),
    );
}

function defineAdd(command: Command, shell: Shell): void {
  describeCommand(command.command('add'), {
    summary: 'put more export files into a kit',
    description: [
      'Copies export files, and those of folders, into the kit of a patch and names them in its patch.yaml, as `patchfleet kit new` does. Nothing is written where one of them is no export, carries what another kit file carries too, or is there already.',
    ],
    examples: [
      ['patchfleet kit add LAB-2026.014 ~/exports/Routes.zwr', 'add an export of globals'],
      ['patchfleet kit add LAB-2026.014 --replace ~/exports/Routing.xml', 'take a newer export in its place'],
      [
        "patchfleet kit add LAB-2026.014 --replace --from dev.yaml --documents 'Lab.*.cls'",
        'export classes of the development server anew',
      ],
    ],
  })
    .argument(...patchArgument)
    .argument('[files...]', 'export files, or folders of them')
    .option('--from <site.yaml>', 'with --documents: whose target holds them')
    .option('--documents <name...>', documentsHelp)
    .option('--replace', 'also in the place of kit files that are there')
    .option('--globals <mode>', 'how globals of the kit are put in: merge or replace (default: merge)')
    .action(
      shell.answer((patch: string, files: readonly string[], options: AddOptions) =>
        addToKit(shell, { patch, files }, options),
      ),
    );
}
