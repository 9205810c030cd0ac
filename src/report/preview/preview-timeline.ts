import type { Instant } from '../../base/instant.ts';
import { instantAsText } from '../../base/instant.ts';
import { plainText } from '../../base/plain-text.ts';
import type { Forecast, PatchPreview, SiteGroup } from '../../fleet/preview/preview.ts';
import { sitesAsText } from './preview-words.ts';
import { isShown } from './what-moves.ts';

/** Groups that a timeline shows. */
const mostGroups = 25;
const minute = 60_000;
/** Columns of a bar. */
const width = 60;

/** A group whose start is foreseen, with its number. */
interface Timed {
  readonly group: SiteGroup;
  readonly number: number;
  readonly forecast: Forecast;
  readonly earliest: Instant;
}

/**
 * When a patch would run, as the lines of a Mermaid gantt diagram in UTC (mermaid.js.org, "Gantt diagrams": a task is `name :tags, id, start, end`, and
 * neither names nor sections may hold what the grammar reads, nor a name begin with one of its words); empty where nothing is foreseen.
 */
export function previewTimeline(preview: PatchPreview): readonly string[] {
  const shown = timedGroups(preview);
  if (shown.length === 0) return [];
  return [
    ...['gantt', `  title Times in UTC, ${plain(preview.release.id)}`],
    ...['  dateFormat YYYY-MM-DD HH:mm', '  axisFormat %m-%d %H:%M'],
    ...shown.flatMap(section),
  ];
}

/** The same as lines of plain text: `.` it waits, `#` it starts by itself, `+` with somebody's leave; empty where nothing is foreseen. */
export function previewBars(preview: PatchPreview, at: Instant): readonly string[] {
  const shown = timedGroups(preview);
  const last = Math.max(at + 60 * minute, ...shown.map((one) => endOf(one)));
  const place = (instant: Instant): number => Math.round(((instant - at) / (last - at)) * (width - 1));
  const [from, to] = [minuteAsText(at), minuteAsText(last)];
  const heading = `     ${from}${to.padStart(width - from.length)} UTC`;
  const bars = shown.map((one) => {
    const sign = one.forecast.leaves.length === 0 ? '#' : '+';
    const [start, end] = [place(one.earliest), place(endOf(one))];
    const bar = `${'.'.repeat(start)}${sign.repeat(end - start + 1)}`.padEnd(width);
    return `${String(one.number).padStart(3)}  ${bar} ${plainText(sitesAsText(one.group), 60)}`;
  });
  return bars.length === 0 ? [] : [heading, ...bars];
}

function endOf({ earliest, forecast }: Timed): Instant {
  return Math.max(earliest + forecast.usualDuration, earliest + minute);
}

function timedGroups(preview: PatchPreview): readonly Timed[] {
  const timed = preview.groups.flatMap((group, index): readonly Timed[] => {
    const { outlook } = group;
    if (outlook.kind !== 'planned' || outlook.forecast.earliest === null) return [];
    if (!isShown(preview, group)) return [];
    const { forecast } = outlook;
    return [{ group, number: index + 1, forecast, earliest: outlook.forecast.earliest }];
  });
  return timed.slice(0, mostGroups);
}

function section(timed: Timed): readonly string[] {
  const { group, number, forecast, earliest } = timed;
  const { waits, leaves } = forecast;
  const { outlook } = group;
  const action = outlook.kind === 'planned' ? outlook.action : 'install';
  const people = leaves.length === 0 ? action : `${action} with leave`;
  return [
    `  section ${number} ${plain(sitesAsText(group))} (${plain(group.ring)})`,
    ...waits.map(({ patch, reason, from, until }, index) =>
      task(`${reason} ${patch}`, `done, g${number}w${index}`, [from, until]),
    ),
    task(people, `${leaves.length === 0 ? 'active' : 'crit'}, g${number}`, [earliest, endOf(timed)]),
  ];
}

function task(name: string, tags: string, [from, until]: readonly [Instant, Instant]): string {
  return `  ${plain(name)} :${tags}, ${minuteAsText(from)}, ${minuteAsText(Math.max(until, from + minute))}`;
}

/** `2026-11-30 22:00` in UTC. */
function minuteAsText(instant: Instant): string {
  return instantAsText(instant).slice(0, 16).replace('T', ' ');
}

function plain(text: string): string {
  return plainText(text.replace(/[^\p{L}\p{N} ._+-]+/gu, ' '), 80);
}
