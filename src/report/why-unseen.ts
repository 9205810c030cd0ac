import type { PlanStep } from '../plan/plan.ts';

/** Why a patch's kit was not looked into, where no blocker of its step says that already; null: one does. */
export function whyUnseen(step: PlanStep, why: string): string | null {
  return step.kind === 'wait' && step.blockers.some(({ reason }) => ofKits.has(reason)) ? null : why;
}

/** What a plan says of a kit that could not be had, or not be read. */
const ofKits: ReadonlySet<string> = new Set(['Unreachable', 'NotPossibleHere']);
