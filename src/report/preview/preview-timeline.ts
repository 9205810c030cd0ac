import type { Instant } from '../../base/instant.ts';
import { instantAsText } from '../../base/instant.ts';
import { plainText } from '../../base/plain-text.ts';
import type { PatchPreview, SiteGroup } from '../../fleet/preview/preview.ts';
import { sitesAsText } from './preview-words.ts';

/** Groups that a timeline shows. */
const mostGroups = 25;
const minute = 60_000;

/**
 * When a patch would run, as the lines of a Mermaid gantt diagram in UTC (mermaid.js.org, "Gantt diagrams": a task is `name :tags, id, start, end`, and
 * neither names nor sections may hold what the grammar reads); empty where nothing is foreseen.
 */
export function previewTimeline({ release, groups }: PatchPreview): readonly string[] {
  const shown = groups
    .map((group, index) => ({ group, number: index + 1 }))
    .filter(({ group: { outlook } }) => outlook.kind === 'planned' && outlook.forecast.earliest !== null)
    .slice(0, mostGroups);
  if (shown.length === 0) return [];
  return [
    ...['gantt', `  title ${plain(release.id)} (times in UTC)`],
    ...['  dateFormat YYYY-MM-DD HH:mm', '  axisFormat %m-%d %H:%M'],
    ...shown.flatMap(({ group, number }) => section(group, number)),
  ];
}

function section(group: SiteGroup, number: number): readonly string[] {
  const { outlook, ring } = group;
  if (outlook.kind !== 'planned' || outlook.forecast.earliest === null) return [];
  const { waits, earliest, leaves, usualDuration } = outlook.forecast;
  const people = leaves.length === 0 ? 'install' : 'install, with leave';
  return [
    `  section ${number} ${plain(sitesAsText(group))} (${plain(ring)})`,
    ...waits.map(({ patch, reason, from, until }, index) =>
      task(`${patch} ${reason}`, `done, g${number}w${index}`, [from, until]),
    ),
    task(people, `${leaves.length === 0 ? 'active' : 'crit'}, g${number}`, [
      earliest,
      earliest + usualDuration,
    ]),
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
