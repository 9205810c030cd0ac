import test from 'ava';
import { computePlan } from '../../../src/plan/compute-plan.ts';
import type { Blocker } from '../../../src/plan/plan.ts';
import type { Wish } from '../plan-world.ts';
import { aPlanInput, aPolicy, aRelease } from '../plan-world.ts';

/** One release, A, against which one thing stands. */
export const waits = test.macro({
  exec: (t, wish: Wish, expected: Blocker) => {
    const plan = computePlan(aPlanInput({ releases: [aRelease('A')], ...wish }));
    t.is(plan.steps.length, 1);
    const [step] = plan.steps;
    t.deepEqual(step?.kind === 'wait' ? step.blockers : [], [expected]);
  },
  title: (what = '') => `${what} makes a patch wait, and the message says why`,
});

/** What stands against it, with an end and a name only where they are given. */
export const blocker = (
  reason: Blocker['reason'],
  message: string,
  more: Partial<Blocker> = {},
): Blocker => ({
  reason,
  message,
  until: null,
  who: null,
  ...more,
});

/** One release, A, with this policy. */
export const withPolicy = (...policy: Parameters<typeof aPolicy>) => [
  aRelease('A', { policy: aPolicy(...policy) }),
];
