import type { TargetFacts } from '../installed/target-facts.ts';
import type { Blocker, Plan, PlanStep } from '../plan/plan.ts';
import type { Staging } from './stage.ts';

/** What only the kit and the target together can tell: why a patch cannot go in now. */
export function obstacleOf(staging: Exclude<Staging, { kind: 'staged' }>): Blocker {
  switch (staging.kind) {
    case 'unreachable':
      return { reason: 'Unreachable', message: staging.why, until: null, who: null };
    case 'impossible':
    case 'refused':
      return { reason: 'NotPossibleHere', message: staging.why, until: null, who: null };
  }
}

/** Kit, backup, intended state and the documents themselves: four times the kit, and something to spare. Null: there is room. */
export function noRoom({ freeBytes }: Pick<TargetFacts, 'freeBytes'>, bytes: number): Blocker | null {
  const wanted = 4 * bytes + 16 * 1024 * 1024;
  if (freeBytes === null || freeBytes >= wanted) return null;
  const message = `There is too little room on the target's disk: ${freeBytes} bytes are free, and ${wanted} are wanted.`;
  return { reason: 'NoRoom', message, until: null, who: 'operator' };
}

/** Stands in the way of a second attempt in one pass; without effect on what the first one settled. */
export const triedAlready: Blocker = {
  reason: 'TriedInThisPass',
  message: 'It was tried in this pass.',
  until: null,
  who: null,
};

/** The plan as people see it: that a patch was tried in this pass is left out where something else says why it waits. */
export function withoutTriedAlready(plan: Plan): Plan {
  return { ...plan, steps: plan.steps.map(stepWithoutTriedAlready) };
}

function stepWithoutTriedAlready(step: PlanStep): PlanStep {
  if (step.kind !== 'wait') return step;
  const blockers = step.blockers.filter(({ reason }) => reason !== 'TriedInThisPass');
  const alone = step.blockers.map((blocker) => ({ ...blocker, reason: 'Failed' as const }));
  return { ...step, blockers: blockers.length === 0 ? alone : blockers };
}
