import type { Command } from 'commander';
import { failure } from '../../../base/failure.ts';
import type { ObjectId } from '../../../base/names.ts';
import type { Problem } from '../../../reconcile/pass-event.ts';
import { readChannel } from '../../../reconcile/read-channel.ts';
import type { ActOptions } from '../act-on-site.ts';
import { actOnSite, withAct } from '../act-on-site.ts';
import { describeCommand } from '../command-text.ts';
import type { Shell } from '../shell.ts';

/** `patchfleet accept-channel`: lets in the older or forked commit that the host offers now, and no other. */
export function defineAcceptChannel(command: Command, shell: Shell): void {
  describeCommand(withAct(command), {
    description: [
      'Lets the channel in as it stands on the host, although its counter went back or it was written anew. Signatures still count.',
      'Find out first why it went back: a site refuses that because somebody may be hiding a recall from it.',
    ],
    examples: [
      ['patchfleet accept-channel --why "host restored from backup, INC-881"', 'obey the channel again'],
    ],
  }).action(
    shell.answer((options: ActOptions) => {
      return actOnSite(shell, options, async ({ installed }, setup, ports) => {
        const commit = refusedOf(await readChannel(ports, setup, installed));
        const { site, channel } = setup;
        const effect = `The next pass of ${site} takes commit ${commit.slice(0, 12)} of the channel.`;
        return { act: { kind: 'accept-channel', channel, commit }, effect };
      });
    }),
  );
}

/** The commit that the host offers and this site refuses. Failure ACT_SENSELESS where it refuses none that a person may let in. */
function refusedOf({ problems }: { readonly problems: readonly Problem[] }): ObjectId {
  for (const { acceptable } of problems) if (acceptable !== undefined) return acceptable;
  const [problem] = problems;
  throw failure('ACT_SENSELESS', {
    why: `The host offers no channel here that went back. ${problem?.message ?? ''}`.trim(),
    next: 'See `patchfleet doctor` for what it offers.',
  });
}
