import type { Command } from 'commander';
import type { ActOptions } from '../act-on-site.ts';
import { actOnSite, knownRelease, withAct } from '../act-on-site.ts';
import { describeCommand } from '../command-text.ts';
import { readPatchId } from '../open-site.ts';
import type { Shell } from '../shell.ts';
import type { PatchId } from '../../../base/names.ts';
import type { SiteView } from '../../../reconcile/look-at-site.ts';

/** `patchfleet retry <patch>`: one new try of a release that failed here. */
export function defineRetry(command: Command, shell: Shell): void {
  describeCommand(withAct(command), {
    description: [
      'Asks for a new try of a patch that was refused or rolled back here. Nothing that failed is tried again by itself (what was cut short from outside is, once, if its own code had not been started); see why with `patchfleet explain`.',
      'It is also the leave to install, where the policy waits for the operator. The try waits for what any install waits for besides: window, gate, approvals, consent; the answer names it.',
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
          effect: effectAt(view, patch, site),
        }));
      }),
    );
}

function effectAt({ installed }: SiteView, patch: PatchId, site: string): string {
  return installed.patches.get(patch)?.state === 'installed'
    ? `The removal of ${patch} may be tried again at ${site}; \`patchfleet remove ${patch}\` asks for it, unless a recall does.`
    : `The next pass at ${site} may try ${patch} again.`;
}
