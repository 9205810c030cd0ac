import { plainText } from '../base/plain-text.ts';
import { localAsText } from '../policy/zoned-time.ts';
import { outcomeAsText } from '../status/outcome-as-text.ts';
import type { Status } from '../status/status.ts';
import type { Paint } from './paint.ts';
import { tableAsText } from './table-as-text.ts';

/** What a site says of itself, for people; times in the site's zone. */
export function statusAsText(status: Status, zone: string, paint: Paint): string {
  const time = (instant: number): string => localAsText(instant, zone);
  const sections = [
    headLines(status, time, paint),
    status.conditions.map(
      ({ type, message, since }) => `${paint('bad', type)} since ${time(since)}: ${plainText(message, 500)}`,
    ),
    patchLines(status, time, paint),
    nextLines(status, time),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

type Time = (instant: number) => string;

function headLines(status: Status, time: Time, paint: Paint): readonly string[] {
  const { site, at, engine, version, observed, attempted } = status;
  const channel =
    observed === null ? 'no channel seen yet' : `channel ${observed.channel}, counter ${observed.counter}`;
  const last =
    attempted === null
      ? []
      : [
          `Last attempt: ${attempted.patch} ${outcomeAsText(attempted.outcome)} (attempt ${attempted.attempt})`,
        ];
  return [
    `${paint('strong', site)} at ${time(at)}: ${plainText(`${engine} ${version}`, 200)}, ${plainText(channel, 200)}`,
    ...last,
  ];
}

function patchLines(status: Status, time: Time, paint: Paint): readonly string[] {
  const rows = [
    ...status.installed.map(({ patch, since }) => [patch, paint('good', 'installed'), time(since), '']),
    ...status.failed.map(({ patch, outcome, since, why }) => [
      patch,
      paint('bad', outcome),
      time(since),
      plainText(why, 300),
    ]),
    ...status.waiting.map(({ patch, reason, message, until }) => [
      patch,
      paint('wait', plainText(reason, 40)),
      until === null ? '' : `until ${time(until)}`,
      plainText(message, 300),
    ]),
  ];
  return rows.length === 0 ? [] : [tableAsText(['PATCH', 'STATE', 'SINCE', 'WHY'], rows)];
}

function nextLines({ next }: Status, time: Time): readonly string[] {
  if (next === null) return [];
  return [`Next: ${next.action} ${next.patch} at ${time(next.at)}, ${plainText(next.why, 300)}`];
}
