import type { Instant } from '../base/instant.ts';

export type BlockerReason =
  | 'OutsideWindow'
  | 'Frozen'
  | 'NotYet'
  | 'AwaitingOperator'
  | 'AwaitingApproval'
  | 'AwaitingDependency'
  | 'AwaitingRing'
  | 'OnHold'
  | 'Suspended'
  | 'RequiresRecalled'
  | 'NotPrimary'
  | 'NoHeadroom'
  | 'NoRoom'
  | 'ClockDisagrees'
  | 'Unreachable'
  | 'Inconsistent'
  | 'Failed'
  /** Only within a pass, where nothing else says why. */
  | 'TriedInThisPass'
  | 'NotPossibleHere';

export interface Blocker {
  readonly reason: BlockerReason;
  /** One sentence: what it waits for. */
  readonly message: string;
  /** When it ends by itself; null: not by itself. */
  readonly until: Instant | null;
  /** For whom it waits: a person's name, a role, a ring, a patch; null: for nobody. */
  readonly who: string | null;
}

/** What one policy says of one instant. */
export interface Verdict {
  /** Empty: nothing against it. */
  readonly blockers: readonly Blocker[];
  /** Up to this instant, and not at it, the verdict stays as it is if nothing but the time changes; null: for ever. */
  readonly changesAt: Instant | null;
}

/** Nothing against it, up to `changesAt`. */
export function open(changesAt: Instant | null = null): Verdict {
  return { blockers: [], changesAt };
}

/** One thing against it; the verdict changes when that ends, or earlier at `changesAt`. */
export function blocked(
  blocker: Omit<Blocker, 'until' | 'who'> & Partial<Blocker>,
  changesAt: Instant | null = null,
): Verdict {
  const whole = { until: null, who: null, ...blocker };
  return { blockers: [whole], changesAt: earliest([whole.until, changesAt]) };
}

/** Everything that any of them has against it. */
export function allOf(verdicts: readonly Verdict[]): Verdict {
  return {
    blockers: verdicts.flatMap(({ blockers }) => blockers),
    changesAt: earliest(verdicts.map(({ changesAt }) => changesAt)),
  };
}

/** The earliest of these instants; null where there is none. */
export function earliest(instants: Iterable<Instant | null>): Instant | null {
  let first: Instant | null = null;
  for (const instant of instants) {
    if (instant !== null && (first === null || instant < first)) first = instant;
  }
  return first;
}

/**
 * The one that ends last comes first: what is not possible here, which no time and nobody here ends; then what does not end by itself; then by
 * time.
 */
export function byEnd(a: Blocker, b: Blocker): number {
  const [hereA, hereB] = [a.reason !== 'NotPossibleHere', b.reason !== 'NotPossibleHere'];
  if (hereA !== hereB) return hereA ? 1 : -1;
  const [endA, endB] = [a.until ?? Number.POSITIVE_INFINITY, b.until ?? Number.POSITIVE_INFINITY];
  if (endA !== endB) return endA > endB ? -1 : 1;
  return compareTexts(a.reason, b.reason) || compareTexts(a.message, b.message);
}

/** Order by code units. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
