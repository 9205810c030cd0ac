import type { Command } from 'commander';
import { describeCommand } from '../command-text.ts';
import type { Shell } from '../shell.ts';
import type { ImportOptions } from './kit-import.ts';
import { importKit } from './kit-import.ts';

/** `patchfleet kit import`. */
export function defineKitImport(command: Command, shell: Shell): void {
  describeCommand(command.command('import'), {
    summary: 'make a patch of an old-style kit',
    description: [
      'Makes the folder of a patch from a folder with exports (XML, %RO, %GO, ZWR, UDL, HL7 schemas, lookup tables, pages), an .ini file and notes. The exports go in as they are; %GO of Caché is written anew as ZWR.',
      'Id, title, the code that the patch runs, parameters and how globals go in are guessed, and each guess is said. Every file is either used or named with why it was not: exit code 1 where one was not, and where only a number says which code runs. `globals: replace`, which takes away, is never guessed. Nothing is ever written over.',
      'Sections of the .ini file that mean a site or a ring of fleet.yaml (MADRID for prod-madrid) become [site:…] and [ring:…]; what looks like a secret is left out.',
    ],
    examples: [
      ['patchfleet kit import ~/kits/LAB_2009_03 --dry-run', 'see what would become of it'],
      [
        'patchfleet kit import ~/kits/results --id LAB-2009.03 --run none',
        'say what it cannot guess; run nothing',
      ],
    ],
  })
    .argument('<folder>', 'folder of the old-style kit; nothing in it is changed')
    .option('--id <id>', 'id of the patch (default: guessed)')
    .option('--title <title>', 'what the patch is for, in one line (default: guessed)')
    .option('--group <group>', 'folder below patches/ that keeps related patches together')
    .option(
      '--run <call>',
      'code that the patch runs, such as ##class(Lab.Patches).P014; none for none (default: guessed)',
    )
    .option(
      '--encoding <name>',
      'of %GO exports, which do not say it (default: iso-8859-1, which changes no byte)',
    )
    .option('--dry-run', 'only say what would be written')
    .action(shell.answer((folder: string, options: ImportOptions) => importKit(shell, folder, options)));
}
