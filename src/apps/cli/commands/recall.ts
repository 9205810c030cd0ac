import type { Command } from 'commander';
import { Option } from 'commander';
import { describeCommand } from '../command-text.ts';
import { readPatchId, readWho } from '../open-site.ts';
import type { Shell } from '../shell.ts';
import type { TermsOptions } from '../sign-into-repository.ts';
import { digestInWorkingCopy, openWorkingCopy, signIntoRepository } from '../sign-into-repository.ts';

type Options = TermsOptions & {
  readonly why: string;
  readonly who?: string;
  readonly installed: 'keep' | 'remove';
};

/** `patchfleet recall <patch>`: a signed file in the working copy that takes a release back. */
export function defineRecall(command: Command, shell: Shell): void {
  describeCommand(command, {
    description: [
      'Takes a release back: no site installs it any more, and what requires it waits. Where it is installed it stays and is reported, or it is removed with --installed remove.',
      'Writes the signed file recalls/<id>.yaml into the working copy; it takes effect once it is on main and published. Sites count it only by a key that they trust as operator, under the name given with --who.',
    ],
    examples: [
      [
        'patchfleet recall LAB-2026.014 --installed remove --who ben.okafor --key ~/.ssh/ben --why "wrong code"',
        'take it back everywhere',
      ],
    ],
  })
    .argument('<patch>', 'id of the patch')
    .requiredOption('--why <reason>', 'why, in one line')
    .option('--who <name>', 'who takes it back (or PATCHFLEET_WHO; default: the user of this machine)')
    .addOption(
      new Option('--installed <what>', 'what becomes of it where it is installed')
        .choices(['keep', 'remove'])
        .default('keep'),
    )
    .option('--key <file>', 'private SSH key that signs (or PATCHFLEET_KEY)')
    .option('--repository <folder>', 'the working copy (default: around the current folder)')
    .action(
      shell.answer(async (word: string, options: Options) => {
        const patch = readPatchId(word);
        const top = openWorkingCopy(shell, options);
        const releaseDigest = await digestInWorkingCopy(top, patch);
        const { installed, why } = options;
        const common = { who: readWho(shell, options.who), why, at: shell.now() };
        return signIntoRepository(
          shell,
          top,
          { kind: 'recall', patch, releaseDigest, installed, ...common },
          options,
        );
      }),
    );
}
