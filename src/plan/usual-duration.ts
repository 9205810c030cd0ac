import type { Instant } from '../base/instant.ts';

/** What of an attempt tells how long it took. */
interface LastedAttempt {
  readonly startedAt: Instant;
  readonly facts: readonly { readonly kind: string; readonly at: Instant; readonly interrupted?: boolean }[];
  /** Null: it has not ended. */
  readonly end: { readonly outcome: string; readonly at: Instant } | null;
}

const minute = 60_000;
/** Until attempts have been made here, this much time is taken to be needed. */
const unknownDuration = 5 * minute;
/** So many of the last attempts count. */
const remembered = 10;

/**
 * How long an install and its rollback usually take here, in milliseconds: twice the longest of the last attempts, the way in and the way
 * back. Of an attempt that was cut short counts what it did, not how long the agent was down before it was settled.
 */
export function usualDuration({
  attempts,
}: {
  readonly attempts: ReadonlyMap<number, LastedAttempt>;
}): number {
  const lasted = [...attempts.values()].flatMap(workedFor).slice(-remembered);
  return lasted.length === 0 ? unknownDuration : 2 * Math.max(minute / 2, ...lasted);
}

/** Nothing where it did not end, or was refused before it began. */
function workedFor({ startedAt, facts, end }: LastedAttempt): readonly number[] {
  if (end === null || end.outcome === 'refused') return [];
  const settled = facts.findIndex(
    (fact) => fact.kind === 'abandoned' || (fact.kind === 'rolling-back' && fact.interrupted === true),
  );
  if (settled < 0) return [end.at - startedAt];
  const last = facts[settled - 1]?.at ?? startedAt;
  const resumed = facts[settled]?.at ?? end.at;
  return [Math.max(0, last - startedAt) + Math.max(0, end.at - resumed)];
}
