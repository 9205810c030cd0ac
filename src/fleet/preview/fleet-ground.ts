import type { PatchId, SiteName } from '../../base/names.ts';
import type { ReleaseEntry } from '../../desired/desired-state.ts';
import type { SiteReport } from '../../status/status.ts';
import type { ExpectedInstalls } from './expected-reports.ts';
import type { ForeseenStep } from './forecast.ts';
import type { KnownSite, UnknownSite } from './known-sites.ts';
import type { ChannelWord, PreviewInput } from './preview.ts';

/** What all sites of a preview share, whatever the channel says. */
export interface SharedGround {
  readonly input: PreviewInput;
  /** Releases that matter for the previewed patches. */
  readonly relevant: ReadonlySet<PatchId>;
  readonly reports: ReadonlyMap<SiteName, SiteReport>;
  readonly known: (site: SiteName) => KnownSite | UnknownSite;
}

/** What all sites share under what one channel says. */
export interface FleetGround extends SharedGround {
  readonly word: ChannelWord;
  /** Those that matter for the previewed patches. */
  readonly releases: readonly ReleaseEntry[];
  /** Signed terms that are about them, by path. */
  readonly terms: ReadonlyMap<string, Uint8Array>;
  readonly expected: ExpectedInstalls;
  /** What was foreseen, by all that it hangs on: many sites that hold different documents have the same plan. */
  readonly foreseen: Map<string, ForeseenStep>;
}
