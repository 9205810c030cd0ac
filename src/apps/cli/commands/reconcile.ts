import type { Command } from 'commander';
import { instantAsText } from '../../../base/instant.ts';
import type { PassOutcome } from '../../../reconcile/reconcile-once.ts';
import { reconcileOnce } from '../../../reconcile/reconcile-once.ts';
import { unknownZone } from '../../../reconcile/site-zone.ts';
import { planAsText } from '../../../report/plan-as-text.ts';
import type { Answer, ExitCode } from '../answer.ts';
import { describeCommand } from '../command-text.ts';
import type { SiteOptions } from '../open-site.ts';
import { openSite, withSite } from '../open-site.ts';
import { passEventAsText } from '../../pass-event-as-text.ts';
import type { Shell } from '../shell.ts';
import { exitOfPlan, textOrNull, toldPlan } from '../told-plan.ts';
import { planSite } from './plan.ts';

type Options = SiteOptions & { readonly dryRun?: boolean; readonly json?: boolean };
type Passed = Extract<PassOutcome, { kind: 'passed' }>;

/** `patchfleet reconcile`: one pass. */
export function defineReconcile(command: Command, shell: Shell): void {
  describeCommand(withSite(command), {
    description: [
      'One pass: brings an attempt that was cut short to a clean end, fetches the channel, installs and removes what may be installed and removed now, proves it, and says so on the status branch. Ended at any point, even by a power cut, the next pass brings the site to the state before or the state after.',
      'Exit code 0: the site has all that it should have. 1: something waits, another agent is at work, or the host did not answer. 2: something was refused or rolled back, or the site is inconsistent.',
    ],
    examples: [
      ['patchfleet reconcile --config /etc/patchfleet/prod-madrid.yaml', 'one pass, from a timer or by hand'],
      ['patchfleet reconcile --dry-run', 'say what it would do, and do nothing'],
    ],
  })
    .option('--dry-run', 'stop after the plan; same as `patchfleet plan`')
    .action(
      shell.answer((options: Options) =>
        options.dryRun === true ? planSite(shell, options) : reconcile(shell, options),
      ),
    );
}

async function reconcile(shell: Shell, options: Options): Promise<Answer> {
  const { ports, setup } = await openSite(shell, options);
  const outcome = await reconcileOnce(ports, setup, (event) => {
    const line = passEventAsText(event);
    if (line === null) return;
    if (options.json === true) shell.terminal.progress(line);
    else shell.tell(line);
  });
  switch (outcome.kind) {
    case 'busy':
      return {
        exit: 1,
        text: outcome.message,
        json: { kind: 'busy', site: setup.site, message: outcome.message },
      };
    case 'passed':
      return passedAnswer(shell, setup.site, outcome);
  }
}

function passedAnswer(shell: Shell, site: string, passed: Passed): Answer {
  const { plan, attempts, inconsistent, problems, delivery } = passed;
  const unlooked = {
    previews: new Map(),
    unseen: new Map(),
    rehearsals: new Map(),
    zone: passed.zone ?? unknownZone,
  };
  return {
    exit: exitOfPass(passed),
    text:
      plan === null ? `${site} has no channel to obey.` : planAsText(plan, unlooked, shell.terminal.paint),
    json: {
      kind: 'passed',
      site,
      zone: passed.zone,
      attempts: attempts.map((attempt) => ({
        ...attempt,
        startedAt: instantAsText(attempt.startedAt),
        endedAt: textOrNull(attempt.endedAt),
      })),
      plan: plan === null ? null : toldPlan(plan, unlooked),
      inconsistent,
      problems,
      delivery,
    },
  };
}

const bad: readonly string[] = ['rolled-back', 'refused', 'inconsistent'];

function exitOfPass({ plan, attempts, inconsistent, problems }: Passed): ExitCode {
  if (inconsistent || attempts.some(({ outcome }) => bad.includes(outcome))) return 2;
  if (problems.some(({ type }) => type === 'ChannelRefused')) return 2;
  if (plan === null) return problems.length === 0 ? 0 : 1;
  return problems.length > 0 ? 1 : exitOfPlan(plan);
}
