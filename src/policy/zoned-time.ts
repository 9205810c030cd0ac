import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../base/instant.ts';
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
export function instantOfLocal(local: string, zone: string): Instant | null {
  if (!localPattern.test(local)) return null;
  return orNull(() => Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds);
}

/** The local days from `before` days before the instant to `after` days after it; null where the zone is not known. */
export function localDaysAround(
  instant: Instant,
  zone: string,
  { before, after }: { before: number; after: number },
): readonly LocalDay[] | null {
  return orNull(() => {
    const today = zoned(instant, zone).toPlainDate();
    return Array.from({ length: before + after + 1 }, (_, index) =>
      dayOf(today.add({ days: index - before })),
    );
  });
}

/** The day after a date `2026-11-30`; null where there is none. */
export function dayAfter(date: string): string | null {
  return orNull(() => Temporal.PlainDate.from(date).add({ days: 1 }).toString());
}

/** For people: `2026-11-30 02:00 Europe/Madrid`, with seconds where there are any; in UTC where the zone is not known. */
export function localAsText(instant: Instant, zone: string): string {
  const time = orNull(() => zoned(instant, zone)) ?? orNull(() => zoned(instant, 'UTC'));
  if (time === null) return 'a time past all calendars';
  const clock = time.toPlainTime().toString({ smallestUnit: time.second === 0 ? 'minute' : 'second' });
  return `${time.toPlainDate().toString()} ${clock} ${time.timeZoneId}`;
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
