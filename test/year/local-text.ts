const formats = new Map<string, Intl.DateTimeFormat>();

/** `2026-11-30T02:00` as clocks on the wall of that zone show it, by other code than the program's. */
export function localTextOf(instant: number, zone: string): string {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  formats.set(zone, format);
  return format.format(instant).replace(' ', 'T').slice(0, 16);
}
