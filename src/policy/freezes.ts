import type { Instant } from '../base/instant.ts';
import type { FleetSite, Freeze } from '../desired/fleet.ts';
import type { Verdict } from './blocker.ts';
import { blocked, earliest, open } from './blocker.ts';
import { coversSite } from './selection.ts';
import { instantOfLocal, localAsText } from './zoned-time.ts';

/** A freeze at one site; `until` is not part of it. A freeze that cannot be read has neither beginning nor end. */
export interface FrozenTime {
  readonly from: Instant;
  readonly until: Instant;
  readonly reason: string;
}

type Place = Pick<FleetSite, 'name' | 'ring' | 'timezone'>;

/** The freezes that concern the site, in its zone. */
export function frozenTimes(freezes: readonly Freeze[], site: Place): readonly FrozenTime[] {
  return freezes
    .filter(({ places }) => places === null || places.some((place) => coversSite(place, site)))
    .map(({ from, until, reason }) => ({
      from: instantOfLocal(from, site.timezone) ?? Number.NEGATIVE_INFINITY,
      until: instantOfLocal(until, site.timezone) ?? Number.POSITIVE_INFINITY,
      reason,
    }));
}

/** Whether the site is frozen at `now`; until the end of the last of the freezes that follow each other without a gap. */
export function freezeVerdict(now: Instant, times: readonly FrozenTime[], zone: string): Verdict {
  const changesAt = nextEdge(now, times);
  const [present] = times.filter(isDuring(now)).toSorted(lastingLongest);
  if (present === undefined) return open(changesAt);
  const end = endOfRun(now, times);
  const until = Number.isFinite(end) ? end : null;
  const ends = until === null ? 'an end that cannot be read' : localAsText(until, zone);
  return blocked(
    {
      reason: 'Frozen',
      message: `Nothing is installed or removed here until ${ends}: ${present.reason}`,
      until,
    },
    changesAt,
  );
}

/** The next instant after `now` at which a freeze begins; null: none does. */
export function nextFreeze(now: Instant, times: readonly FrozenTime[]): Instant | null {
  return earliest(times.filter(({ from, until }) => from > now && until > from).map(({ from }) => from));
}

function isDuring(now: Instant): (time: FrozenTime) => boolean {
  return ({ from, until }) => from <= now && now < until;
}

/** The first instant from `now` on at which no freeze holds. */
export function endOfRun(now: Instant, times: readonly FrozenTime[]): Instant {
  let end = now;
  for (const { from, until } of times.toSorted((a, b) => a.from - b.from)) {
    if (from <= end && until > end) end = until;
  }
  return end;
}

function nextEdge(now: Instant, times: readonly FrozenTime[]): Instant | null {
  return earliest(
    times.flatMap(({ from, until }) => [from, until]).filter((edge) => edge > now && Number.isFinite(edge)),
  );
}

function lastingLongest(a: FrozenTime, b: FrozenTime): number {
  if (a.until !== b.until) return a.until > b.until ? -1 : 1;
  return a.reason < b.reason ? -1 : a.reason > b.reason ? 1 : 0;
}
