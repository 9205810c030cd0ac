import type { Weekday } from '../../src/desired/fleet.ts';

/** Zones with a shift of an hour on both halves of the earth, and one with a shift of half an hour. */
export const zones = ['Europe/Madrid', 'America/New_York', 'Australia/Lord_Howe'] as const;
export const allDays: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

const formats = new Map<string, Intl.DateTimeFormat>();

/** The wall clock of a zone, read by other code than the one under test. */
export function localOf(instant: number, zone: string): { date: string; time: string; weekday: Weekday } {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}`,
    weekday: part('weekday').toLowerCase() as Weekday,
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', weekday: 'short' },
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  });
  formats.set(timeZone, format);
  return format;
}
