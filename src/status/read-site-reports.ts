import type { Instant } from '../base/instant.ts';
import type { SiteName } from '../base/names.ts';
import type { UnknownReport, UnreadReport } from './read-site-report.ts';
import { readSiteReport } from './read-site-report.ts';
import type { SiteReport } from './status.ts';

/** A site and the key that signs for it; null: none is known. */
interface NamedSite {
  readonly name: SiteName;
  readonly key: string | null;
}

/**
 * What each of these sites says of itself. A site whose branch was forked has a second one: what the site signed wins over what it did not, and
 * of two that it signed the one that is further in everything by which a site only goes on. Whoever moves a branch back to
 * an older commit so gains nothing; where neither is further, nothing is known of the site.
 */
export function readSiteReports(
  sites: readonly NamedSite[],
  tips: readonly UnreadReport[],
  now: Instant,
): readonly (SiteReport | UnknownReport)[] {
  const bySite = new Map<SiteName, UnreadReport[]>();
  for (const tip of tips) bySite.set(tip.site, [...(bySite.get(tip.site) ?? []), tip]);
  return sites.map(({ name, key }) => {
    const reports = (bySite.get(name) ?? []).map((tip) => readSiteReport(tip, key, now));
    return reports.reduce(chooseReport, null) ?? { site: name, unknown: 'it has said nothing yet' };
  });
}

type Report = SiteReport | UnknownReport;

function chooseReport(first: Report | null, second: Report): Report {
  if (first === null) return second;
  if ('unknown' in second) return first;
  if ('unknown' in first) return second;
  if (isFurther(first, second)) return first;
  if (isFurther(second, first)) return second;
  return { site: first.site, unknown: whyContrary(first, second) };
}

function whyContrary(...reports: readonly SiteReport[]): string {
  const isLost = reports.some(({ status }) => status.conditions.some(({ type }) => type === 'StateLost'));
  if (isLost)
    return 'its state directory was lost, or a second one is in use (StateLost); it does nothing there until an operator resumes it';
  const site = reports[0]?.site;
  return `its branches status/${site} and status-recovered/${site} contradict each other`;
}

/** True where the first is behind the second in nothing that never goes back at a site. */
function isFurther({ status: a }: SiteReport, { status: b }: SiteReport): boolean {
  const attempts = (a.attempted?.attempt ?? 0) >= (b.attempted?.attempt ?? 0);
  const isOneChannel = a.observed?.channel === b.observed?.channel;
  const counters = !isOneChannel || (a.observed?.counter ?? 0) >= (b.observed?.counter ?? 0);
  return attempts && counters && a.at >= b.at;
}
