import type { Instant } from '../base/instant.ts';
import { remembering } from '../base/remembering.ts';
import type { FleetSite, Window } from '../desired/fleet.ts';
import type { Verdict } from './blocker.ts';
import { blocked, open } from './blocker.ts';
import type { LocalDay } from './zoned-time.ts';
import { dayAfter, daysAround, instantOfLocal, localAsText, localDate } from './zoned-time.ts';

/** A stretch of time in which installing is allowed; `until` is not part of it. Null: it never ends. */
interface Opening {
  readonly from: Instant;
  readonly until: Instant | null;
}

type Hours = Pick<FleetSite, 'windows' | 'timezone'>;

const day = 24 * 60 * 60 * 1000;
/** Two weeks, so that a weekly window is found also when a skipped hour swallowed its next turn. */
const daysAhead = 15;
/** Windows repeat weekly: what stays open for longer than a week and a shift of the clock never closes. */
const forEver = 9 * day;

/**
 * The openings that have not ended at `now`, in order, without gaps or overlaps between two of them. Both ends of a window
 * are local times under the rule for skipped and repeated hours; a window that a skipped hour turns around is left out.
 */
export function openingsFrom(now: Instant, site: Hours): readonly Opening[] {
  if (site.windows.length === 0) return [{ from: Number.NEGATIVE_INFINITY, until: null }];
  return turnsAround(now, site)
    .filter(({ until }) => until > now)
    .map(({ from, until }) => ({ from, until: until > now + forEver && from <= now ? null : until }));
}

/** Whether installing is allowed at `now` by the site's windows. */
export function windowVerdict(now: Instant, site: Hours): Verdict {
  const [next] = openingsFrom(now, site);
  if (next === undefined) {
    return blocked({
      reason: 'OutsideWindow',
      message: `No window of this site ever opens; its windows and its zone (${site.timezone}) have to be mended.`,
    });
  }
  if (next.from <= now) return open(next.until);
  return blocked({
    reason: 'OutsideWindow',
    message: `Outside the site's windows, which hold for its operators too; the next one opens at ${localAsText(next.from, site.timezone)}.`,
    until: next.from,
  });
}

/** Turns hang on windows, zone and day alone, and plans ask for the same ones again and again. */
const known = new WeakMap<readonly Window[], typeof turnsAroundDay>();

function turnsAround(now: Instant, { windows, timezone }: Hours): readonly Turn[] {
  const date = localDate(now, timezone);
  if (date === null) return [];
  const turnsOf =
    known.get(windows) ?? remembering((_windows, day, zone) => `${day} ${zone}`, 100, turnsAroundDay);
  known.set(windows, turnsOf);
  return turnsOf(windows, date, timezone);
}

function turnsAroundDay(windows: readonly Window[], date: string, zone: string): readonly Turn[] {
  const days = daysAround(date, { before: 2, after: daysAhead });
  return merged(days.flatMap((one) => windows.flatMap((window) => turnOn(one, window, zone))));
}

interface Turn {
  readonly from: Instant;
  readonly until: Instant;
}

function turnOn({ date, weekday }: LocalDay, window: Window, zone: string): Turn[] {
  if (!window.days.includes(weekday)) return [];
  const lastDay = window.to <= window.from ? dayAfter(date) : date;
  const from = instantOfLocal(`${date}T${window.from}`, zone);
  const until = lastDay === null ? null : instantOfLocal(`${lastDay}T${window.to}`, zone);
  return from !== null && until !== null && from < until ? [{ from, until }] : [];
}

function merged(turns: readonly Turn[]): Turn[] {
  const whole: Turn[] = [];
  for (const turn of turns.toSorted((a, b) => a.from - b.from || a.until - b.until)) {
    const last = whole.at(-1);
    if (last === undefined || turn.from > last.until) whole.push(turn);
    else whole[whole.length - 1] = { from: last.from, until: Math.max(last.until, turn.until) };
  }
  return whole;
}
