import type { Instant } from '../../base/instant.ts';
import type { PassResult } from '../served-site.ts';
import type { Fault, Wake } from './next-wake.ts';
import { nextWake } from './next-wake.ts';
import type { Finding } from './read-result.ts';
import { nothing, readResult } from './read-result.ts';

/** How often a site's passes are to be made, by what the last ones came to. */
export interface Pace {
  /** Something happened here that the passes themselves do not tell. */
  takeNews(at: Instant): void;
  takeResult(pass: EndedPass): void;
  /** Another configuration holds from now on: what comes is tried again as after the first fault. */
  startAnew(): void;
  nextWake(asked: {
    readonly now: Instant;
    readonly poll: number;
    readonly chance: number;
    /** Milliseconds; null: never. */
    readonly driftDueIn: number | null;
  }): Wake;
  /** Passes in a row that did not do all they should. */
  faults(): number;
}

interface EndedPass {
  readonly result: PassResult;
  /** Of the Failure that ended the pass; for an outcome it is not looked at. */
  readonly remedy: Fault['kind'];
  readonly at: Instant;
  /** rung: somebody asked for this pass; it comes on top of those that were due, and makes no wait longer. */
  readonly wokenBy: 'rung' | 'time';
}

export function openPace(start: Instant): Pace {
  let found: Finding = { fault: null, ...nothing };
  let fault: Fault | null = null;
  let lastNews = start;
  let inARow = 0;
  return {
    takeNews: (at) => {
      lastNews = at;
    },
    takeResult: ({ result, remedy, at, wokenBy }) => {
      const next = result.kind === 'failed' ? { fault: remedy, ...nothing } : readResult(result);
      if (next.fault === null && next.news !== found.news) lastNews = at;
      inARow = next.fault === null ? 0 : fault?.kind === next.fault ? inARow + 1 : 1;
      fault = next.fault === null ? null : { kind: next.fault, times: timesOf(fault, next.fault, wokenBy) };
      found = next;
    },
    startAnew: () => {
      fault = fault === null ? null : { ...fault, times: 0 };
    },
    nextWake: ({ now, poll, chance, driftDueIn }) => {
      const { nextChange, waitsForOthers } = found;
      // After a fault the next pass, whenever it is, looks for drift too.
      const driftDue = fault !== null || driftDueIn === null ? null : now + driftDueIn;
      return nextWake({ now, poll, chance, nextChange, waitsForOthers, lastNews, fault, driftDue });
    },
    faults: () => inARow,
  };
}

function timesOf(before: Fault | null, kind: Fault['kind'], wokenBy: EndedPass['wokenBy']): number {
  if (before?.kind !== kind) return 1;
  return wokenBy === 'time' ? before.times + 1 : Math.max(1, before.times);
}
