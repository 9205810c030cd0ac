import type { ReleaseEntry } from '../desired/desired-state.ts';
import type { InstallRule } from '../kit/manifest.ts';
import type { Verdict } from '../policy/blocker.ts';
import { allOf, blocked, open } from '../policy/blocker.ts';
import { clockVerdict } from '../policy/clock-agreement.ts';
import { installRuleFor } from '../policy/install-rule.ts';
import { instantOfSchedule, scheduleVerdict, startVerdict } from '../policy/schedule.ts';
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
 * Whether policy or operator lets the install start. An attempt that was cut short once starts again under the leave that
 * it had. The operator may start earlier than a schedule, never later; what was removed here waits for the operator.
 */
export function installLeave(release: ReleaseEntry, input: PlanInput): Leave {
  const record = recordOf(release, input);
  if (record?.state === 'interrupted') return { trigger: { kind: 'second-try' }, verdict: open() };
  const now = leaveIn(input.acts.installNow, release);
  if (now !== null) return { trigger: byOperator(now), verdict: open() };
  const removed = record?.state === 'removed';
  const rule: InstallRule = removed
    ? { kind: 'operator' }
    : installRuleFor(release.policy, input.desired.site);
  switch (rule.kind) {
    case 'automatic':
      return { trigger: byPolicy, verdict: open() };
    case 'scheduled':
      return scheduledLeave(rule, release, input);
    case 'operator':
      return operatorLeave(release, input, removed);
  }
}

function scheduledLeave(
  rule: Extract<InstallRule, { kind: 'scheduled' }>,
  release: ReleaseEntry,
  input: PlanInput,
): Leave {
  const zone = input.desired.site.timezone;
  const date = instantOfSchedule(rule, zone) ?? Number.POSITIVE_INFINITY;
  const later = leaveIn(input.acts.installAt, release);
  if (later !== null && later.from < date) return timedLeave(later, input);
  const verdict = scheduleVerdict(input.now, rule, zone);
  return { trigger: byPolicy, verdict: allOf([verdict, clockVerdict(input.now, input.facts.clock)]) };
}

function operatorLeave(release: ReleaseEntry, input: PlanInput, removed: boolean): Leave {
  const later = leaveIn(input.acts.installAt, release);
  if (later !== null) return timedLeave(later, input);
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
