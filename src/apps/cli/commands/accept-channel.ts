import type { Command } from 'commander';
import type { ActOptions } from '../act-on-site.ts';
import { actOnSite, withAct } from '../act-on-site.ts';
import { describeCommand } from '../command-text.ts';
import type { Shell } from '../shell.ts';

/** `patchfleet accept-channel`: lets an older or forked channel in, once. */
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
      return actOnSite(shell, options, (_, { site, channel }) => ({
        act: { kind: 'accept-channel', channel },
        effect: `${site} takes the channel as the next pass finds it.`,
      }));
    }),
  );
}
