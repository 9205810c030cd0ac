import type { Command } from 'commander';
import { failure } from '../../../base/failure.ts';
import { lookAhead } from '../../../reconcile/look-ahead.ts';
import { unknownZone } from '../../../reconcile/site-zone.ts';
import { planAsText } from '../../../report/plan-as-text.ts';
import type { Answer } from '../answer.ts';
import { describeCommand } from '../command-text.ts';
import type { SiteOptions } from '../open-site.ts';
import { looksOnly, openSite, withSite } from '../open-site.ts';
import type { Shell } from '../shell.ts';
import { exitOfPlan, toldPlan } from '../told-plan.ts';

/** `patchfleet plan`: what the next pass would do, document by document. */
export function definePlan(command: Command, shell: Shell): void {
  describeCommand(withSite(command), {
    description: [
      'Says what the next pass would do at this site: which patches it would install or remove, exactly which documents it would add (+), replace (~) or delete (-), and what every other patch waits for, until when or for whom.',
      'It is the walk of `patchfleet reconcile`, stopped after the plan: nothing is changed. Exit code 1 where there is something to do or something waits.',
      looksOnly,
    ],
    examples: [['patchfleet plan --config /etc/patchfleet/prod-madrid.yaml', 'see what would happen now']],
  }).action(shell.answer((options: SiteOptions) => planSite(shell, options)));
}

/** Looks ahead, for `plan` and `reconcile --dry-run`. Failure CHANNEL_UNSEEN where no channel was ever seen. */
export async function planSite(shell: Shell, options: SiteOptions): Promise<Answer> {
  const { ports, setup } = await openSite(shell, options);
  shell.terminal.progress('Looking at channel and target …');
  const outlook = await lookAhead(ports, setup);
  const { plan, problems } = outlook;
  if (plan === null)
    throw failure('CHANNEL_UNSEEN', { channel: setup.channel, why: problems.map(({ message }) => message) });
  const zone = outlook.desired?.site.timezone ?? unknownZone;
  const remarks = problems.map(({ type, message }) => `${shell.terminal.paint('wait', type)}: ${message}`);
  return {
    exit: exitOfPlan(plan),
    text: [...remarks, planAsText(plan, { ...outlook, zone }, shell.terminal.paint)].join('\n'),
    json: { kind: 'plan', ...toldPlan(plan, outlook), problems },
  };
}
