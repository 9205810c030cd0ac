import type { Fleet, FleetSite, Freeze } from '../../desired/fleet.ts';
import { coversSite } from '../../policy/selection.ts';
import type { LocalDay } from '../../policy/zoned-time.ts';
import { dayAfter, daysAround } from '../../policy/zoned-time.ts';
import { placeOf } from './policy-fields.ts';
import type { PolicyPlace } from './policy-fields.ts';

/** A day of a month, as the sites of one place see it, each in its own zone. */
export interface CalendarDay {
  /** `2026-11-30` */
  readonly date: string;
  readonly inMonth: boolean;
  readonly past: boolean;
  /** Windows that open on this day, `22:00–05:00 next day`, and at how many sites; empty: none does, or `always`. */
  readonly windows: readonly { readonly hours: string; readonly sites: number }[];
  /** Freezes that hold on this day, or on a part of it, and at how many sites. */
  readonly freezes: readonly { readonly reason: string; readonly part: string; readonly sites: number }[];
}

interface CalendarMonth {
  /** `2026-11` */
  readonly month: string;
  readonly before: string;
  readonly after: string;
  readonly sites: number;
  /** Monday first. */
  readonly weeks: readonly (readonly CalendarDay[])[];
}

/** The sites that a place means. */
export function sitesAt({ sites }: Pick<Fleet, 'sites'>, place: PolicyPlace): readonly FleetSite[] {
  const named = placeOf(place);
  return named === null ? sites : sites.filter((site) => coversSite(named, site));
}

/** Reads `2026-11`; else the month of this day. */
export function readMonth(text: string, today: string): string {
  return /^20\d{2}-(?:0[1-9]|1[0-2])$/.test(text) ? text : today.slice(0, 'yyyy-mm'.length);
}

/** A month with the windows and freezes of these sites. `today`: the date at which days are past. */
export function computeCalendar(
  month: string,
  today: string,
  { sites, freezes }: { readonly sites: readonly FleetSite[]; readonly freezes: readonly Freeze[] },
): CalendarMonth {
  const days = daysOf(month).map((day): CalendarDay => ({
    date: day.date,
    inMonth: day.date.startsWith(month),
    past: day.date < today,
    windows: counted(sites.map((site) => hoursOn(day, site))).map(([hours, count]) => ({
      hours,
      sites: count,
    })),
    freezes: freezesOn(day.date, sites, freezes),
  }));
  const weeks = Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7));
  return { month, before: shifted(month, -1), after: shifted(month, 1), sites: sites.length, weeks };
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Whole weeks that hold the month. */
function daysOf(month: string): readonly LocalDay[] {
  const around = daysAround(`${month}-01`, { before: 6, after: 43 });
  const first = around.findIndex(({ date }) => date === `${month}-01`);
  const start = first - weekdays.indexOf(around[first]?.weekday ?? 'mon');
  const last = around.findLastIndex(({ date }) => date.startsWith(month));
  const length = Math.ceil((last - start + 1) / 7) * 7;
  return around.slice(start, start + length);
}

function shifted(month: string, by: number): string {
  const date = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) - 1 + by, 1));
  return date.toISOString().slice(0, 'yyyy-mm'.length);
}

/** The hours of the windows that begin on a day; `always` for a site without windows. */
function hoursOn({ weekday }: LocalDay, { windows }: FleetSite): readonly string[] {
  if (windows.length === 0) return ['always'];
  return windows
    .filter(({ days }) => days.includes(weekday))
    .map(({ from, to }) => `${from}–${to}${to <= from ? ' next day' : ''}`);
}

function freezesOn(
  date: string,
  sites: readonly FleetSite[],
  freezes: readonly Freeze[],
): CalendarDay['freezes'] {
  const [start, end] = [`${date}T00:00`, `${dayAfter(date) ?? date}T00:00`];
  return freezes
    .filter(({ from, until }) => from < end && until > start)
    .map(({ from, until, reason, places }) => ({
      reason,
      part: partOf(from > start ? from.slice(11, 16) : '', until < end ? until.slice(11, 16) : ''),
      sites: sites.filter((site) => places === null || places.some((place) => coversSite(place, site)))
        .length,
    }))
    .filter((freeze) => freeze.sites > 0);
}

function partOf(from: string, until: string): string {
  if (from === '' && until === '') return '';
  return [...(from === '' ? [] : [`from ${from}`]), ...(until === '' ? [] : [`until ${until}`])].join(' ');
}

function counted(lists: readonly (readonly string[])[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const list of lists) for (const one of list) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}
