import type { Instant } from '../../base/instant.ts';
import type { BlockerReason } from '../../policy/blocker.ts';
import type { Plan } from '../../plan/plan.ts';
import type { PassOutcome } from '../../reconcile/reconcile-once.ts';
import type { Fault } from './next-wake.ts';

/** What of a pass decides when the next one is made. */
export interface Finding {
  readonly fault: Fault['kind'] | null;
  readonly nextChange: Instant | null;
  readonly waitsForOthers: boolean;
  /** The same text twice: nothing happened in between. */
  readonly news: string;
}

/** What only people far away, other sites or the host can end: nobody here is told when they do. */
const others: readonly BlockerReason[] = ['AwaitingRing', 'AwaitingApproval', 'Unreachable', 'NotPrimary'];

/** Reads a pass that ended. */
export function readResult(outcome: PassOutcome): Finding {
  if (outcome.kind === 'busy') return { fault: 'busy', ...nothing };
  const { plan, problems, delivery, attempts, inconsistent } = outcome;
  const unreachable =
    delivery.kind === 'unreachable' ||
    problems.some(({ type }) => type === 'Unreachable' || type === 'MachineFault');
  return {
    fault: unreachable ? 'retry' : toldOfDrift(outcome) ? null : 'operator',
    nextChange: plan?.nextChange ?? null,
    waitsForOthers: plan !== null && waitsForOthers(plan),
    news: JSON.stringify([
      inconsistent,
      problems.map(({ type }) => type),
      attempts.map(({ attempt, outcome: end }) => [attempt, end]),
      (plan?.steps ?? []).map((step) => [
        step.kind,
        step.release.id,
        step.kind === 'wait' ? step.blockers.map(({ reason }) => reason) : [],
      ]),
    ]),
  };
}

/** True for a pass whose look for drift, if it made one, found out: whether the host answered does not matter. */
export function toldOfDrift(outcome: PassOutcome): boolean {
  return outcome.kind === 'passed' && outcome.problems.every(({ type }) => type !== 'DriftUnknown');
}

/** What is known after a pass that saw nothing. */
export const nothing = { nextChange: null, waitsForOthers: false, news: '' } as const;

function waitsForOthers({ steps }: Plan): boolean {
  return steps.some(
    (step) => step.kind === 'wait' && step.blockers.some(({ reason }) => others.includes(reason)),
  );
}
