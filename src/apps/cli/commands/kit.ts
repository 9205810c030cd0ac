import type { Command } from 'commander';
import { describeCommand } from '../command-text.ts';
import type { Shell } from '../shell.ts';
import { buildKit } from './kit-build.ts';
import { checkKit } from './kit-check.ts';
import type { NewKitOptions } from './kit-new.ts';
import { newKit } from './kit-new.ts';
import { showKit } from './kit-show.ts';

const patchArgument = ['<patch>', 'folder of the patch, or its id inside a patches repository'] as const;

/** `patchfleet kit new|build|check|show`: what a release developer does before the pull request. */
export function defineKit(command: Command, shell: Shell): void {
  command.description(
    'Makes, builds, checks and shows the kit of a patch, in a working copy of the patches repository.',
  );
  defineNew(command, shell);
  describeCommand(command.command('build'), {
    summary: 'write the digests of the kit files into patch.yaml',
    description: [
      'Writes the sha256 of every kit file into patch.yaml. Comments, order and layout of the file stay as they are.',
    ],
    examples: [['patchfleet kit build LAB-2026.014', 'after an export file was added or changed']],
  })
    .argument(...patchArgument)
    .action(shell.answer((patch: string) => buildKit(shell, patch)));
  describeCommand(command.command('check'), {
    summary: 'check all that can be checked without a site',
    description: [
      'Checks all that can be checked without a site, by the same code that `release` runs: manifest, digests, parameters, notes, and every document in the kit.',
      'Each mistake is named as file:line:column with what is expected. Exit code 2 where there is one.',
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

function defineNew(command: Command, shell: Shell): void {
  describeCommand(command.command('new'), {
    summary: 'make the folder of a new patch',
    description: [
      'Makes the folder of a new patch: patch.yaml, notes.md, patch.ini and kit/ with copies of the export files named with --from. Each is read first, as `kit check` does: a file that is no export is refused, by line, and nothing is written. Where one carries globals and --globals does not say how they go in, `globals: merge` is written beside it.',
      'Fill in the manifest afterwards, then run `patchfleet kit build`.',
    ],
    examples: [
      [
        'patchfleet kit new LAB-2026.014 --title "Result routing" --from ~/exports/Routing.xml',
        'begin a patch from an export',
      ],
    ],
  })
    .argument('<id>', 'id of the patch, such as LAB-2026.014')
    .requiredOption('--title <title>', 'what the patch is for, in one line')
    .option('--group <group>', 'folder below patches/ that keeps related patches together')
    .option('--requires <id...>', 'patches that must be installed before this one')
    .option('--from <file...>', 'export files to copy into the kit')
    .option('--globals <mode>', 'how globals of the kit are put in: merge or replace (default: merge)')
    .action(shell.answer((id: string, options: NewKitOptions) => newKit(shell, id, options)));
}
