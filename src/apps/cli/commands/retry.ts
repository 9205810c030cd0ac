import type { Command } from 'commander';
import type { ActOptions } from '../act-on-site.ts';
import { actOnSite, knownRelease, withAct } from '../act-on-site.ts';
import { describeCommand } from '../command-text.ts';
import { readPatchId } from '../open-site.ts';
import type { Shell } from '../shell.ts';

/** `patchfleet retry <patch>`: one new try of a release that failed here. */
export function defineRetry(command: Command, shell: Shell): void {
  describeCommand(withAct(command), {
    description: [
      'Asks for a new try of a patch that was refused or rolled back here. Nothing that failed is tried again by itself (what was cut short from outside is, once, if its own code had not been started); see why with `patchfleet explain`.',
      'The try waits for what any install waits for: policy, window, gate.',
    ],
    examples: [
      [
        'patchfleet retry LAB-2026.014 --why "interface is on HL7 2.5 now"',
        'try again after mending the cause',
      ],
    ],
  })
    .argument('<patch>', 'id of the patch')
    .action(
      shell.answer((word: string, options: ActOptions) => {
        const patch = readPatchId(word);
        return actOnSite(shell, options, (view, { site }) => ({
          act: { kind: 'retry', patch, releaseDigest: knownRelease(view, patch, site) },
          effect: `${patch} may be tried again at ${site}.`,
        }));
      }),
    );
}
