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
  /** `remedy` of the Failure that ended the pass; for an outcome it is not looked at. */
  takeResult(result: PassResult, remedy: Fault['kind'], at: Instant): void;
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

export function openPace(start: Instant): Pace {
  let found: Finding = { fault: null, ...nothing };
  let fault: Fault | null = null;
  let lastNews = start;
  return {
    takeNews: (at) => {
      lastNews = at;
    },
    takeResult: (result, remedy, at) => {
      const next = result.kind === 'failed' ? { fault: remedy, ...nothing } : readResult(result);
      if (next.fault === null && next.news !== found.news) lastNews = at;
      fault = next.fault === null ? null : { kind: next.fault, times: timesOf(fault, next.fault) };
      found = next;
    },
    nextWake: ({ now, poll, chance, driftDueIn }) => {
      const { nextChange, waitsForOthers } = found;
      // After a fault the next pass, whenever it is, looks for drift too.
      const driftDue = fault !== null || driftDueIn === null ? null : now + driftDueIn;
      return nextWake({ now, poll, chance, nextChange, waitsForOthers, lastNews, fault, driftDue });
    },
    faults: () => fault?.times ?? 0,
  };
}

function timesOf(before: Fault | null, kind: Fault['kind']): number {
  return before?.kind === kind ? before.times + 1 : 1;
}
