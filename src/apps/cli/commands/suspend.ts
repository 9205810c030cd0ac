import type { Command } from 'commander';
import type { ActOptions } from '../act-on-site.ts';
import { actOnSite, withAct } from '../act-on-site.ts';
import { describeCommand } from '../command-text.ts';
import type { Shell } from '../shell.ts';

/** `patchfleet suspend`: nothing at this site until it is resumed. */
export function defineSuspend(command: Command, shell: Shell): void {
  describeCommand(withAct(command), {
    description: [
      'Stops everything at this site: nothing is installed and nothing removed until `patchfleet resume`. An attempt that was cut short is still brought to a clean end.',
    ],
    examples: [['patchfleet suspend --why "server moves this week"', 'leave this site as it is']],
  }).action(
    shell.answer((options: ActOptions) =>
      actOnSite(shell, options, (_, { site }) => ({
        act: { kind: 'suspend' },
        effect: `${site} is suspended: nothing is installed or removed there until \`patchfleet resume\`.`,
      })),
    ),
  );
}
