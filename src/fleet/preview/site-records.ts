import { Failure } from '../../base/failure.ts';
import type { Instant } from '../../base/instant.ts';
import type { SiteName } from '../../base/names.ts';
import type { FleetSite } from '../../desired/fleet.ts';
import type { AttemptFacts } from '../../status/attempt-file.ts';
import { parseAttemptFacts } from '../../status/attempt-file.ts';
import type { UnreadReport } from '../../status/read-site-report.ts';
import { readSiteReports } from '../../status/read-site-reports.ts';
import type { SiteRecord } from './preview.ts';

/** A tip of a status branch with the records of attempts in its tree, raw. */
interface UnreadRecord extends UnreadReport {
  readonly attempts: ReadonlyMap<string, Uint8Array>;
}

/**
 * What each site tells of itself, its attempts included: by the site's signature, which covers the whole tree of the branch. A record that
 * cannot be read is left out.
 */
export function readSiteRecords(
  sites: readonly Pick<FleetSite, 'name' | 'key'>[],
  tips: readonly UnreadRecord[],
  now: Instant,
): ReadonlyMap<SiteName, SiteRecord> {
  const byCommit = new Map(tips.map((tip) => [`${tip.site} ${tip.commit}`, tip]));
  return new Map(
    readSiteReports(sites, tips, now).map((report) => {
      const tip = 'status' in report ? byCommit.get(`${report.site} ${report.commit}`) : undefined;
      return [
        report.site,
        {
          report,
          attempts: [...(tip?.attempts ?? [])]
            .flatMap(readAttempt)
            .filter(({ site }) => site === report.site)
            .sort(byNumber),
        },
      ];
    }),
  );
}

function readAttempt([path, bytes]: readonly [string, Uint8Array]): readonly AttemptFacts[] {
  try {
    return [parseAttemptFacts(path, bytes)];
  } catch (error) {
    if (error instanceof Failure) return [];
    throw error;
  }
}

function byNumber(a: AttemptFacts, b: AttemptFacts): number {
  return a.attempt - b.attempt;
}
