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
  const lasted: number[] = [];
  for (const attempt of [...attempts.values()].reverse()) {
    if (lasted.length >= remembered) break;
    lasted.push(...workedFor(attempt));
  }
  return lasted.length === 0 ? unknownDuration : 2 * Math.max(minute / 2, ...lasted);
}

/** Nothing where it did not end, or was refused before it began. */
function workedFor({ startedAt, facts, end }: LastedAttempt): readonly number[] {
  if (end === null || end.outcome === 'refused') return [];
  let [worked, last, isUndoing] = [0, startedAt, false];
  for (const fact of facts) {
    if (!isAfterRestart(fact, isUndoing)) worked += Math.max(0, fact.at - last);
    last = fact.at;
    isUndoing ||= fact.kind === 'rolling-back';
    if (ends.includes(fact.kind)) break;
  }
  return [worked];
}

const ends: readonly string[] = ['committed', 'rolled-back', 'inconsistent', 'abandoned'];

/** True for what the agent journals first when it comes back to an attempt: before it, it was down. */
function isAfterRestart({ kind, interrupted }: LastedAttempt['facts'][number], isUndoing: boolean): boolean {
  if (kind === 'rolling-back') return isUndoing || interrupted === true;
  return kind === 'abandoned' || (!isUndoing && (kind === 'rolled-back' || kind === 'inconsistent'));
}
