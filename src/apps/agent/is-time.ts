import type { Instant } from '../../base/instant.ts';

/** Two clocks: the machine's, which people set, and one that only runs on (and may stand still while the machine is suspended). */
export interface Moment {
  readonly wall: Instant;
  /** Milliseconds since some beginning. */
  readonly steady: number;
}

/** The machine's clock may go wrong by this much between two looks before it counts as set. */
const tolerance = 5000;

/**
 * Whether a sleep that began at `began` and was to end at `at` is over: the instant has come by the machine's clock, or the time has
 * passed by the steady one (the clock was set back), or the two disagree (it was set, or the machine was suspended), so that
 * whatever was planned by the clock has to be planned anew.
 */
export function isTime(at: Instant, began: Moment, now: Moment): 'not yet' | 'it is time' | 'clock was set' {
  const passed = now.steady - began.steady;
  if (Math.abs(now.wall - began.wall - passed) > tolerance) return 'clock was set';
  return now.wall >= at || passed >= at - began.wall ? 'it is time' : 'not yet';
}

/** A timer of Node cannot be set for longer than 24.8 days, and does not run while the machine is suspended: the clock is asked this often. */
const longestNap = 30_000;

/** Milliseconds until the clock is to be asked again. */
export function napUntil(at: Instant, now: Moment): number {
  return Math.max(0, Math.min(longestNap, at - now.wall));
}
