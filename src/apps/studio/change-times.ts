import type { Instant } from '../../base/instant.ts';
import { instantOfLocal } from '../../policy/zoned-time.ts';

const dayZero = Date.UTC(1840, 11, 31);
const day = 86_400_000;

/**
 * When the documents of an XML export were last changed, as its lines tell it (`TimeChanged` of a class, `timestamp` of a routine), by their names. The server
 * wrote its own local time and no zone: it is taken as a time of `zone`.
 */
export function openChangeTimes(zone: string): {
  readonly take: (line: string) => void;
  readonly times: ReadonlyMap<string, Instant>;
} {
  const times = new Map<string, Instant>();
  let inClass: string | null = null;
  const keep = (name: string, horolog: string): void => {
    const instant = instantOfHorolog(horolog, zone);
    if (instant !== null) times.set(name, instant);
  };
  return {
    times,
    take(line) {
      const opened = /^<Class name="([^"]+)"/.exec(line)?.[1];
      if (opened !== undefined) inClass = opened;
      const changed = /^<TimeChanged>([\d.,]+)<\/TimeChanged>/.exec(line)?.[1];
      if (changed !== undefined && inClass !== null) {
        keep(`${inClass}.cls`, changed);
        inClass = null;
      }
      const routine = /^<Routine ([^>]*)>/.exec(line)?.[1];
      if (routine !== undefined) takeRoutine(routine, keep);
    },
  };
}

function takeRoutine(attributes: string, keep: (name: string, horolog: string) => void): void {
  const of = (name: string): string => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? '';
  keep(`${of('name')}.${of('type').toLowerCase()}`, of('timestamp'));
}

/** `67827,37301.5`: days since 31 December 1840 and seconds of the day (`$HOROLOG`). Null: it is none. */
function instantOfHorolog(horolog: string, zone: string): Instant | null {
  const [, days = '', seconds = ''] = /^(\d{5}),(\d{1,5})(?:\.\d*)?$/.exec(horolog) ?? [];
  if (days === '') return null;
  const local = new Date(dayZero + Number(days) * day + Number(seconds) * 1000).toISOString();
  return instantOfLocal(local.slice(0, '2026-11-30T02:00:00'.length), zone);
}
