/** A point in time in milliseconds since 1970-01-01T00:00:00Z. It comes in as a value; the core never asks for it. */
export type Instant = number;

/** ISO 8601 in UTC with milliseconds, as files carry it. */
export function instantAsText(instant: Instant): string {
  return new Date(instant).toISOString();
}

/** The instant of an ISO 8601 text that names its offset; null for anything else. */
export function readInstant(text: string): Instant | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(text)) return null;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? null : instant;
}
