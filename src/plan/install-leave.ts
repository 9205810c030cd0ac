import type { ReleaseEntry } from '../desired/desired-state.ts';
import type { InstallRule } from '../kit/manifest.ts';
import type { Verdict } from '../policy/blocker.ts';
import { allOf, blocked, open } from '../policy/blocker.ts';
import { clockVerdict } from '../policy/clock-agreement.ts';
import { installRuleFor } from '../policy/install-rule.ts';
import { scheduleVerdict, startVerdict } from '../policy/schedule.ts';
import type { OperatorLeave, PlanInput } from './plan-input.ts';
import type { Trigger } from './plan.ts';
import { recordOf } from './standpoint.ts';

/** Who or what sets an install off, and what that still waits for. */
interface Leave {
  readonly trigger: Trigger;
  readonly verdict: Verdict;
}

const byPolicy: Trigger = { kind: 'policy' };

/**
 * Whether policy or operator lets the install start. What an operator here said stands for every rule, instead of a schedule's date too: now,
 * or not before a time; who asks for a new try gives the leave that an operator's rule wants. An attempt that was cut short once starts again under the leave that it had; what was removed here waits for the operator.
 */
export function installLeave(release: ReleaseEntry, input: PlanInput): Leave {
  const record = recordOf(release, input);
  const timed = leaveIn(input.acts.installAt, release);
  if (record?.state === 'interrupted') {
    const verdict = timed === null ? open() : timedLeave(timed, input).verdict;
    return { trigger: { kind: 'second-try' }, verdict };
  }
  const now = leaveIn(input.acts.installNow, release);
  if (now !== null) return { trigger: byOperator(now), verdict: open() };
  if (timed !== null) return timedLeave(timed, input);
  if (record?.state === 'removed') return operatorLeave(true);
  const rule = installRuleFor(release.policy, input.desired.site);
  const retry = leaveIn(input.acts.retries, release);
  if (rule.kind === 'operator' && retry !== null) return { trigger: byOperator(retry), verdict: open() };
  // One act ends both waits: the one for a new try is told elsewhere.
  if (rule.kind === 'operator' && record?.state === 'failed') return { trigger: byPolicy, verdict: open() };
  return leaveByRule(rule, input);
}

function leaveByRule(rule: InstallRule, { now, desired, facts }: PlanInput): Leave {
  switch (rule.kind) {
    case 'automatic':
      return { trigger: byPolicy, verdict: open() };
    case 'scheduled': {
      const verdict = scheduleVerdict(now, rule, desired.site.timezone);
      return { trigger: byPolicy, verdict: allOf([verdict, clockVerdict(now, facts.clock)]) };
    }
    case 'operator':
      return operatorLeave(false);
  }
}

function operatorLeave(removed: boolean): Leave {
  const message = removed
    ? `It was removed from this site and is installed again only when an operator here says so.`
    : `Waits until an operator at this site says when to install it.`;
  return { trigger: byPolicy, verdict: blocked({ reason: 'AwaitingOperator', message, who: 'operator' }) };
}

function timedLeave(
  leave: OperatorLeave & { readonly from: number },
  { now, desired, facts }: PlanInput,
): Leave {
  const start = startVerdict(now, leave.from, desired.site.timezone);
  return { trigger: byOperator(leave), verdict: allOf([start, clockVerdict(now, facts.clock)]) };
}

function leaveIn<T extends OperatorLeave>(
  leaves: ReadonlyMap<ReleaseEntry['id'], T>,
  { id, digest }: ReleaseEntry,
): T | null {
  const leave = leaves.get(id);
  return leave?.releaseDigest === digest ? leave : null;
}

function byOperator({ who, why }: OperatorLeave): Trigger {
  return { kind: 'operator', who, why };
}
