import { plainText } from '../base/plain-text.ts';
import type { FleetSite } from '../desired/fleet.ts';
import type { PatchProgress } from '../fleet/progress.ts';
import type { Standing } from '../policy/standing.ts';
import { localAsText } from '../policy/zoned-time.ts';
import type { UnknownReport } from '../status/read-site-report.ts';
import type { SiteReport } from '../status/status.ts';
import type { Paint } from './paint.ts';
import { tableAsText } from './table-as-text.ts';

/** What is known of a fleet: one report per site at most. */
interface FleetView {
  readonly sites: readonly FleetSite[];
  readonly progress: readonly PatchProgress[];
  readonly reports: readonly (SiteReport | UnknownReport)[];
}

/** A fleet for people: which patch stands how at which site, then what each site said last, in its own zone. */
export function fleetAsText({ sites, progress, reports }: FleetView, paint: Paint): string {
  const patches = tableAsText(
    ['PATCH', ...sites.map(({ name }) => name)],
    progress.map((patch) => [patchCell(patch), ...sites.map((site) => standingCell(patch, site, paint))]),
  );
  const said = tableAsText(
    ['SITE', 'RING', 'SAID', 'CHANNEL', 'CONDITION'],
    sites.map((site) => siteCells(site, reports, paint)),
  );
  return `${patches}\n\n${said}`;
}

function patchCell({ release, recall, halted }: PatchProgress): string {
  if (recall !== null) return `${release.id} (recalled)`;
  return halted.length === 0 ? release.id : `${release.id} (halted)`;
}

function standingCell({ rings, recall }: PatchProgress, { name }: FleetSite, paint: Paint): string {
  const found = rings.flatMap(({ sites }) => sites).find(({ site }) => site === name);
  if (found === undefined) return paint('dim', '-');
  const { standing } = found;
  if (standing.kind === 'waiting' && standing.reason === 'NotSeen') {
    return paint('dim', recall === null ? 'not yet' : 'not here');
  }
  return standingAsText(standing, paint);
}

/** One or two words: how a patch stands at a site. */
function standingAsText(standing: Standing, paint: Paint): string {
  switch (standing.kind) {
    case 'installed':
      return paint('good', 'installed');
    case 'failed':
      return paint('bad', standing.why.startsWith('refused') ? 'refused' : failedWord(standing.why));
    case 'waiting':
      return paint('wait', plainText(standing.reason, 40));
    case 'unknown':
      return paint('dim', 'unknown');
  }
}

/** "Failed" alone would not say whether the old state was restored. */
function failedWord(why: string): string {
  return why.startsWith('rolled-back') ? 'rolled back' : 'inconsistent';
}

function siteCells(site: FleetSite, reports: FleetView['reports'], paint: Paint): readonly string[] {
  const report = reports.find((one) => one.site === site.name);
  const cells = [site.name, site.ring];
  if (report === undefined) return [...cells, '', '', paint('dim', 'unknown: it has said nothing yet')];
  if ('unknown' in report)
    return [...cells, '', '', paint('bad', `unknown: ${plainText(report.unknown, 200)}`)];
  const { at, observed, conditions } = report.status;
  const types = conditions.map(({ type }) => type).join(', ');
  return [
    ...cells,
    localAsText(at, site.timezone),
    observed === null ? '' : String(observed.counter),
    types === '' ? '' : paint('wait', types),
  ];
}
