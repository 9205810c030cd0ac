import type { Instant } from '../../base/instant.ts';

/** What the loop knows when a pass has ended. */
export interface WakeFacts {
  readonly now: Instant;
  /** Milliseconds between two looks at the host, as the configuration says. */
  readonly poll: number;
  /** From 0 up to 1: sites of one machine, or of one power cut, are not to ask the host all at once. */
  readonly chance: number;
  /** Up to here the plan stays as it is if nothing but the time changes; null: only an event changes it. */
  readonly nextChange: Instant | null;
  /** The last time at which something happened here; null: nothing since the start. */
  readonly lastNews: Instant;
  /** Something of the plan waits for other sites, for people far away, or for the host. */
  readonly waitsForOthers: boolean;
  /** What the last passes came to; null: the last one went well. */
  readonly fault: Fault | null;
  /** When the slower check for drift is due; null: there is none. */
  readonly driftDue: Instant | null;
}

/** Passes in a row that did not do all they should. */
export interface Fault {
  /** retry: it passes by itself; busy: another process is at work; operator: only a person can end it. */
  readonly kind: 'retry' | 'busy' | 'operator';
  /** At least 1. */
  readonly times: number;
}

export interface Wake {
  readonly at: Instant;
  /** In words, for people: what the loop wakes for. */
  readonly why: string;
}

const second = 1000;
const minute = 60 * second;
/** No fault keeps a site away for longer, unless it polls even less often. */
const slowestAfterFaults = 15 * minute;
/** A site where nothing happens looks at the host this much less often, and never less than once in an hour. */
const quietFactor = 6;
const slowestQuiet = 60 * minute;
/** Passes never follow each other more closely by themselves. */
const shortest = second;

/** The earliest of all that the loop has to wake for; always later than now. Jitter never moves an instant that was asked for. */
export function nextWake(facts: WakeFacts): Wake {
  const { now, nextChange, driftDue } = facts;
  const candidates = [
    byInterval(facts),
    ...(nextChange === null ? [] : [{ at: nextChange, why: 'the plan changes by the time' }]),
    ...(driftDue === null ? [] : [{ at: driftDue, why: 'the check for drift is due' }]),
  ];
  const first = candidates.reduce((a, b) => (b.at < a.at ? b : a));
  return { ...first, at: Math.max(first.at, now + shortest) };
}

function byInterval(facts: WakeFacts): Wake {
  const { now, fault, chance } = facts;
  const scatter = 0.85 + 0.3 * chance;
  const interval = fault === null ? betweenLooks(facts) : afterFaults(fault, facts);
  return { at: now + Math.ceil(interval * scatter), why: reasonOf(facts) };
}

function reasonOf({ fault }: WakeFacts): string {
  switch (fault?.kind) {
    case undefined:
      return 'look whether there is something new';
    case 'retry':
      return 'try again what did not work';
    case 'busy':
      return 'look whether the other process has ended';
    case 'operator':
      return 'look whether somebody has mended it';
  }
}

/** As the configuration says while things happen or others are waited for; the longer it is quiet, the less often. */
function betweenLooks({ now, poll, lastNews, waitsForOthers }: WakeFacts): number {
  if (waitsForOthers) return poll;
  const slowest = Math.max(poll, Math.min(quietFactor * poll, slowestQuiet));
  return Math.min(slowest, Math.max(poll, (now - lastNews) / 12));
}

/** Doubles from fault to fault, up to a ceiling. */
function afterFaults({ kind, times }: Fault, { poll }: WakeFacts): number {
  const first = { busy: 5 * second, retry: 30 * second, operator: poll }[kind];
  const ceiling = Math.max(poll, slowestAfterFaults);
  return Math.min(ceiling, Math.min(first, poll) * 2 ** Math.min(times - 1, 20));
}
