import type { PatchId, SiteName } from '../../base/names.ts';
import type { ReleaseEntry } from '../../desired/desired-state.ts';
import type { SiteReport } from '../../status/status.ts';
import type { EngineKits } from './engine-kits.ts';
import type { ExpectedInstalls } from './expected-reports.ts';
import type { PreviewInput } from './preview.ts';

/** What all sites of a preview share. */
export interface FleetGround {
  readonly input: PreviewInput;
  /** Those that matter for the previewed patches. */
  readonly releases: readonly ReleaseEntry[];
  /** Signed terms that are about them, by path. */
  readonly terms: ReadonlyMap<string, Uint8Array>;
  /** Releases that a recall takes out. */
  readonly recalled: ReadonlySet<PatchId>;
  readonly reports: ReadonlyMap<SiteName, SiteReport>;
  readonly kits: (engine: string) => EngineKits;
  readonly expected: ExpectedInstalls;
}
