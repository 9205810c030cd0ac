import { z } from 'zod';

/** True for a local date and time that exists in the calendar: `2026-11-30T02:00`. */
function isLocalDateTime(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):[0-5]\d$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1970 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** True for a name of the IANA time zone database that this machine knows; offsets such as `+02:00` are none. */
function isTimezone(text: string): boolean {
  if (knownZones.has(text)) return true;
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/.test(text)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    knownZones.add(text);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Asking Intl takes longer than reading a release; there are some hundred zones. */
const knownZones = new Set<string>();

const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds of `30m`, `2h`, `1d`; null for anything else. */
export function readDuration(text: string): number | null {
  const match = /^(\d{1,6})(ms|s|m|h|d)$/.exec(text);
  return match === null ? null : Number(match[1]) * units[match[2] as keyof typeof units];
}

export const localDateTimeField = z
  .string()
  .refine(isLocalDateTime, 'expected a local date and time that exists, such as "2026-11-30T02:00"')
  .meta({ description: 'Local date and time without zone, such as 2026-11-30T02:00.' });

export const timezoneField = z
  .string()
  .refine(isTimezone, 'expected a time zone of the IANA database, such as Europe/Madrid')
  .meta({ description: 'IANA time zone, such as Europe/Madrid.' });

export const durationField = z
  .string()
  .regex(/^\d{1,6}(ms|s|m|h|d)$/, 'expected a duration such as 30m, 2h or 1d')
  .meta({ description: 'Duration: a whole number and ms, s, m, h or d.' });
