import type { Instant } from '../base/instant.ts';
import type { FleetSite } from '../desired/fleet.ts';
import type { Verdict } from './blocker.ts';
import { blocked, earliest, open } from './blocker.ts';
import type { FrozenTime } from './freezes.ts';
import { endOfRun, nextFreeze } from './freezes.ts';
import { openingsFrom } from './windows.ts';
import { localAsText } from './zoned-time.ts';

type Hours = Pick<FleetSite, 'windows' | 'timezone'>;

/** Windows and freezes that are looked through for one that is long enough. */
const looksAhead = 50;

/**
 * Whether an install and its rollback, which usually take `duration` milliseconds, end before the window does or a freeze
 * begins. Says nothing outside a window or inside a freeze: there is nothing to fit into.
 */
export function headroomVerdict(
  now: Instant,
  duration: number,
  { site, frozen }: { site: Hours; frozen: readonly FrozenTime[] },
): Verdict {
  const end = endOfRoom(now, site, frozen);
  if (end === null) return open();
  if (end <= now || now + duration <= end) return open(end <= now ? null : end - duration + 1);
  const until = nextFit(end, duration, { site, frozen });
  const next =
    until === null
      ? 'no later window is long enough, so its windows or the patch have to change'
      : `the next chance is at ${localAsText(until, site.timezone)}`;
  return blocked(
    {
      reason: 'NoHeadroom',
      message: `Installing and, if need be, rolling back usually takes ${minutes(duration)}, and there is less time left until ${localAsText(end, site.timezone)}; ${next}.`,
      until,
    },
    end,
  );
}

/** The end of the free time that `now` lies in; `now` itself where it lies in none; null: it has no end. */
function endOfRoom(now: Instant, site: Hours, frozen: readonly FrozenTime[]): Instant | null {
  const [opening] = openingsFrom(now, site);
  if (opening === undefined || opening.from > now || endOfRun(now, frozen) > now) return now;
  return earliest([opening.until, nextFreeze(now, frozen)]);
}

/** The first instant from `from` on at which an attempt fits; null: none is found. */
function nextFit(
  from: Instant,
  duration: number,
  hours: { site: Hours; frozen: readonly FrozenTime[] },
): Instant | null {
  let at = from;
  for (let turn = 0; turn < looksAhead; turn += 1) {
    const free = nextFree(at, hours);
    if (free === null) return null;
    const end = endOfRoom(free, hours.site, hours.frozen);
    if (end === null || free + duration <= end) return free;
    at = end;
  }
  return null;
}

function nextFree(
  from: Instant,
  { site, frozen }: { site: Hours; frozen: readonly FrozenTime[] },
): Instant | null {
  let at = from;
  for (let turn = 0; turn < looksAhead; turn += 1) {
    const [opening] = openingsFrom(at, site);
    const later = endOfRun(Math.max(at, opening?.from ?? Number.POSITIVE_INFINITY), frozen);
    if (!Number.isFinite(later)) return null;
    if (later === at) return at;
    at = later;
  }
  return null;
}

function minutes(duration: number): string {
  const rounded = Math.ceil(duration / 60_000);
  return rounded === 1 ? 'a minute' : `${rounded} minutes`;
}
