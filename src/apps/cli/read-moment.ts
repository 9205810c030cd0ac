import { failure } from '../../base/failure.ts';
import type { Instant } from '../../base/instant.ts';
import { readInstant } from '../../base/instant.ts';
import { localAsText } from '../../policy/zoned-time.ts';
import { unknownZone } from '../../reconcile/site-zone.ts';

const units = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/**
 * An instant to come with its offset (`2026-11-30T02:00+01:00`), or a span from now (`90m`, `4h`, `3d`, `2w`). Failure WRONG_ARGUMENT, also
 * for a time that is past: what ends before it begins, or starts at once, is not what somebody meant who named a time. `zone`: of the times in the failure.
 */
export function readMoment(what: string, word: string, now: Instant, zone = unknownZone): Instant {
  const span = spanOf(word);
  const moment = span === null ? readInstant(word) : now + span;
  if (moment !== null && moment > now) return moment;
  const form = 'a time with its offset such as 2026-11-30T02:00+01:00, or a span from now such as 4h or 3d';
  const expected = moment === null ? form : `a time to come; it is ${localAsText(now, zone)} now`;
  throw failure('WRONG_ARGUMENT', { what, word, expected });
}

/** A span such as `30d` in milliseconds. Failure WRONG_ARGUMENT. */
export function readSpan(what: string, word: string): number {
  const span = spanOf(word);
  if (span !== null && span > 0) return span;
  throw failure('WRONG_ARGUMENT', { what, word, expected: 'a span such as 12h, 30d or 4w' });
}

function spanOf(word: string): number | null {
  const [, count = '', unit = ''] = /^(\d{1,6})([mhdw])$/.exec(word) ?? [];
  return count === '' ? null : Number(count) * units[unit as keyof typeof units];
}
