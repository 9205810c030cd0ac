import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../base/instant.ts';
import { remembering } from '../base/remembering.ts';
import type { Weekday } from '../desired/fleet.ts';

/** A day of a zone's calendar. */
export interface LocalDay {
  /** `2026-11-30` */
  readonly date: string;
  readonly weekday: Weekday;
}

const weekdays: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const localPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/;

/**
 * The instant of a local date and time (`2026-11-30T02:00`) in an IANA zone; null where one of them cannot be read.
 * A time that the zone skips counts from before the gap, a time that it repeats is the first of the two (RFC 5545,
 * section 3.3.5; Temporal's disambiguation `compatible`).
 */
export const instantOfLocal = once((local: string, zone: string): Instant | null => {
  if (!localPattern.test(local)) return null;
  return orNull(() => Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds);
});

/** The date on the calendar of the zone, `2026-11-30`; null where the zone is not known. */
export const localDate = once((instant: Instant, zone: string): string | null =>
  orNull(() => zoned(instant, zone).toPlainDate().toString()),
);

/** The days from `before` days before the date to `after` days after it; none past all calendars. */
export function daysAround(
  date: string,
  { before, after }: { before: number; after: number },
): readonly LocalDay[] {
  const days = orNull(() => {
    const today = Temporal.PlainDate.from(date);
    return Array.from({ length: before + after + 1 }, (_, index) =>
      dayOf(today.add({ days: index - before })),
    );
  });
  return days ?? [];
}

/** The day after a date `2026-11-30`; null where there is none. */
export const dayAfter = once((date: string): string | null => {
  return orNull(() => Temporal.PlainDate.from(date).add({ days: 1 }).toString());
});

/** For people: `2026-11-30 02:00 Europe/Madrid`, with seconds where there are any; in UTC where the zone is not known. */
export const localAsText = once((instant: Instant, zone: string): string => {
  const time = orNull(() => zoned(instant, zone)) ?? orNull(() => zoned(instant, 'UTC'));
  if (time === null) return 'a time past all calendars';
  const clock = time.toPlainTime().toString({ smallestUnit: time.second === 0 ? 'minute' : 'second' });
  return `${time.toPlainDate().toString()} ${clock} ${time.timeZoneId}`;
});

/**
 * The rules of a zone do not change while a program runs, and every plan asks for the same few days again: each answer is
 * computed once.
 */
function once<A extends readonly (string | number)[], T>(compute: (...given: A) => T): (...given: A) => T {
  return remembering((...given: A) => JSON.stringify(given.map(String)), 5_000, compute);
}

function zoned(instant: Instant, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
}

function dayOf(date: Temporal.PlainDate): LocalDay {
  return { date: date.toString(), weekday: weekdays[date.dayOfWeek - 1] ?? 'mon' };
}

/** Temporal answers what it cannot read, does not know or cannot count to with a RangeError. */
function orNull<T>(compute: () => T): T | null {
  try {
    return compute();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
