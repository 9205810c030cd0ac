import { plainText } from '../../base/plain-text.ts';
import type {
  DocumentForecast,
  Forecast,
  PatchPreview,
  SiteGroup,
  Took,
} from '../../fleet/preview/preview.ts';
import type { InstallRule } from '../../kit/manifest.ts';
import type { Blocker } from '../../policy/blocker.ts';
import { localAsText } from '../../policy/zoned-time.ts';
import { countAsText } from '../count-as-text.ts';

/** Sites that are named before they are only counted. */
const sitesNamed = 10;

/** The sites of a group: `prod-a, prod-b and 12 more`. */
export function sitesAsText({ sites }: Pick<SiteGroup, 'sites'>): string {
  return namesAsText(sites.map(({ site }) => site));
}

function namesAsText(names: readonly string[]): string {
  const more = names.length - sitesNamed;
  return more > 0 ? `${names.slice(0, sitesNamed).join(', ')} and ${more} more` : names.join(', ');
}

export function ruleAsText(rule: InstallRule): string {
  switch (rule.kind) {
    case 'automatic':
      return 'automatic';
    case 'operator':
      return 'when an operator says so';
    case 'scheduled':
      return `scheduled for ${rule.at} ${rule.timezone ?? 'local time'}`;
  }
}

/** When it would start; a whole sentence without its end. */
export function startAsText({ outlook, timezone }: SiteGroup): string {
  switch (outlook.kind) {
    case 'unknown':
      return `not known here: ${plainText(outlook.why, 300)}`;
    case 'nothing':
      return {
        installed: 'installed already',
        superseded: 'not installed: another stands in for it',
        recalled: 'not installed: it was recalled',
      }[outlook.why];
    case 'planned':
      return forecastAsText(outlook.forecast, timezone);
  }
}

function forecastAsText({ earliest, leaves, obstacles, countsOnRings }: Forecast, zone: string): string {
  if (earliest === null) {
    const [first] = obstacles;
    return `nobody knows when: ${first === undefined ? 'no time was found' : first.blocker.reason}`;
  }
  const when = localAsText(earliest, zone);
  const rings = countsOnRings ? ', if the rings before go as foreseen' : '';
  return leaves.length === 0
    ? `starts by itself at ${when}${rings}`
    : `not before ${when}, with the leave below${rings}`;
}

/** Who has to give leave, and what else stands in the way that does not end by itself; one sentence each. */
export function leavesAsText({ leaves, obstacles }: Forecast, patch: string): readonly string[] {
  return [...leaves, ...obstacles].map(({ patch: of, blocker }) => {
    const which = of === patch ? '' : `${of}: `;
    return `${which}${blocker.reason}: ${plainText(blocker.message, 500)}`;
  });
}

/** What it waits for at this moment. */
export function blockerAsText({ reason, message, until }: Blocker, zone: string): string {
  const end = until === null ? '' : ` (until ${localAsText(until, zone)})`;
  return `${reason}: ${plainText(message, 500)}${end}`;
}

export const effectSigns = { add: '+', replace: '~', delete: '-', unchanged: '=', unknown: '?' } as const;

/** What is said beside a document's name; empty: nothing. */
export function documentRemark({ held, localEdit, effect, states }: DocumentForecast): string {
  const edit = localEdit ? ['changed there by hand, needs consent'] : [];
  if (held.kind === 'unknown') return [...edit, unknownAsText(held.why)].join('; ');
  const source = held.kind === 'kit' ? [`as ${held.patch} left it; the sites do not say`] : [];
  const unseen =
    states === null && effect !== 'unchanged' ? ['what is there now is in no kit known here'] : [];
  return [...edit, ...source, ...unseen].join('; ');
}

function unknownAsText(why: 'never-reported' | 'drifted' | 'written-by-others'): string {
  switch (why) {
    case 'never-reported':
      return 'not known here what the sites hold';
    case 'drifted':
      return 'not known here: drifted since a patch put it there';
    case 'written-by-others':
      return 'not known here: others wrote there during an attempt';
  }
}

/** What the patch asks for first, and how it went elsewhere. */
export function patchFacts({ release, elsewhere, notFor, change }: PatchPreview): readonly string[] {
  const { requires, supersedes, policy } = release;
  return [
    ...(change === 'released' ? ['It is released as it lies here.'] : []),
    ...(requires.length === 0 ? [] : [`It requires ${requires.join(', ')}.`]),
    ...(supersedes.length === 0 ? [] : [`It supersedes ${supersedes.join(', ')}.`]),
    ...(policy.approvals === 0
      ? []
      : [`It wants ${countAsText(policy.approvals, 'approval')}; who signs the release does not count.`]),
    elsewhere === null ? 'It was installed nowhere yet.' : tookAsText(elsewhere),
    ...(notFor.length === 0 ? [] : [`It is not for ${namesAsText(notFor)}.`]),
  ];
}

function tookAsText({ sites, shortest, median, longest }: Took): string {
  const range = sites === 1 ? '' : ` (${spanAsText(shortest)} to ${spanAsText(longest)})`;
  return `At ${countAsText(sites, 'site')} that have it, installing took ${spanAsText(median)}${range}.`;
}

/** `40 s`, `12 min`, `3 h`. */
function spanAsText(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3600)} h`;
}
