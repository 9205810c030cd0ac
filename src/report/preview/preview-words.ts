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

type PlannedOutlook = Extract<SiteGroup['outlook'], { kind: 'planned' }>;

/** Sites that are named before they are only counted. */
const sitesNamed = 10;

/** The sites of a group: `prod-a, prod-b and 12 more`. */
export function sitesAsText({ sites }: Pick<SiteGroup, 'sites'>): string {
  return namesAsText(sites.map(({ site }) => site));
}

/** The first ten, and how many more. */
export function namesAsText(names: readonly string[]): string {
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

/** When it would start, and how that was before; a whole sentence without its end. */
export function startAsText({ outlook, timezone, published }: SiteGroup): string {
  const now = outlookAsText(outlook, timezone);
  return published?.moves === true
    ? `${now}; as published: ${outlookAsText(published.outlook, timezone)}`
    : now;
}

const nothingTexts = {
  installed: 'installed already',
  kept: 'installed, and stays though it was recalled',
  superseded: 'not installed: another stands in for it',
  recalled: 'not installed: it was recalled',
  'not-for': 'nothing: it is not for the site',
  'left-fleet': 'nothing: the site is not in the fleet any more',
  'new-in-fleet': 'nothing: the site was not in the fleet',
};

function outlookAsText(outlook: SiteGroup['outlook'], zone: string): string {
  switch (outlook.kind) {
    case 'unknown':
      return `not known here: ${plainText(outlook.why, 300)}`;
    case 'nothing':
      return nothingTexts[outlook.why];
    case 'planned':
      return forecastAsText(outlook, zone);
  }
}

function forecastAsText({ action, forecast }: PlannedOutlook, zone: string): string {
  const { earliest, leaves, obstacles, countsOnRings } = forecast;
  const what = action === 'remove' ? 'is taken out ' : '';
  if (earliest === null) {
    const [first] = obstacles;
    const why = first === undefined ? 'no time was found' : first.blocker.reason;
    return `${what === '' ? '' : 'is to be taken out, '}nobody knows when: ${why}`;
  }
  const when = localAsText(earliest, zone);
  const rings = countsOnRings ? ', if the rings before go as foreseen' : '';
  return leaves.length === 0
    ? `${what === '' ? 'starts ' : what}by itself at ${when}${rings}`
    : `${what}not before ${when}, with the leave below${rings}`;
}

/** Who has to give leave, and what else stands in the way that does not end by itself; one sentence each. */
export function leavesAsText({ leaves, obstacles }: Forecast, patch: string): readonly string[] {
  return [...leaves, ...obstacles].map(({ patch: of, blocker }) => {
    const which = of === patch ? '' : `${of}: `;
    return `${which}${blocker.reason}: ${plainText(blocker.message, 500)}`;
  });
}

/** What goes in or out before it; empty: nothing. */
export function beforeAsText({ action, forecast }: PlannedOutlook): string {
  if (forecast.before.length === 0) return '';
  return `${action === 'remove' ? 'first out' : 'first'} ${forecast.before.join(', ')}`;
}

/** What it waits for at this moment. */
export function blockerAsText({ reason, message, until }: Blocker, zone: string): string {
  const end = until === null ? '' : ` (until ${localAsText(until, zone)})`;
  return `${reason}: ${plainText(message, 500)}${end}`;
}

export const effectSigns = { add: '+', replace: '~', delete: '-', unchanged: '=', unknown: '?' } as const;

/** What is said beside a document's name; empty: nothing. */
export function documentRemark(document: DocumentForecast): string {
  const { held, localEdit, effect, states, backTo } = document;
  const edit = localEdit ? ['changed there by hand, needs consent'] : [];
  if (held.kind === 'unknown') return [...edit, unknownAsText(held.why, effect)].join('; ');
  const source = held.kind === 'kit' ? [`as ${held.patch} left it; the sites do not say`] : [];
  const back = backTo === null ? [] : [`back to as ${backTo} left it`];
  const unseen = states === null && effect !== 'unchanged' ? [unseenAsText(document)] : [];
  return [...edit, ...source, ...back, ...unseen].join('; ');
}

function unseenAsText({ effect }: DocumentForecast): string {
  return effect === 'unknown'
    ? 'what comes back only the site knows'
    : 'what is there now or comes back is in no kit known here';
}

function unknownAsText(
  why: 'never-reported' | 'drifted' | 'written-by-others',
  effect: DocumentForecast['effect'],
): string {
  switch (why) {
    case 'never-reported':
      return 'not known here what the sites hold';
    case 'drifted':
      return effect === 'unchanged'
        ? 'changed there by hand since, so it stays'
        : 'not known here: drifted since a patch put it there';
    case 'written-by-others':
      return 'not known here: others wrote there during an attempt';
  }
}

const changeFacts = {
  new: [],
  released: ['It is released as it lies here.'],
  policy: ['It is released already; what is proposed makes something else of it.'],
};

/** What the patch asks for first, and how it went elsewhere. */
export function patchFacts({ release, elsewhere, notFor, change }: PatchPreview): readonly string[] {
  const { requires, supersedes, policy } = release;
  return [
    ...changeFacts[change],
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
  return `At ${countAsText(sites, 'site that has it', 'sites that have it')}, installing took ${spanAsText(median)}${range}.`;
}

/** `40 s`, `12 min`, `3 h`. */
function spanAsText(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3600)} h`;
}
