import type { Instant } from '../base/instant.ts';
import type { PatchId, RingName, SiteName } from '../base/names.ts';
import type { Recall, ReleaseEntry } from '../desired/desired-state.ts';
import type { Fleet, Ring } from '../desired/fleet.ts';
import { selectsSite } from '../policy/selection.ts';
import type { Standing } from '../policy/standing.ts';
import { readStandings } from '../policy/standing.ts';
import { readSupersession } from '../policy/supersession.ts';
import type { SiteReport } from '../status/status.ts';

/** What the progress of the fleet is computed from; `reports` are verified statuses. */
export interface ProgressInput {
  readonly now: Instant;
  readonly fleet: Fleet;
  readonly releases: readonly ReleaseEntry[];
  readonly recalls: readonly Recall[];
  readonly reports: readonly SiteReport[];
}

/** How far one release has come. */
export interface PatchProgress {
  readonly release: ReleaseEntry;
  /** The recall that took it back; null: none. */
  readonly recall: Recall | null;
  /** Rings that go no further because more sites of an earlier one failed than their gates allow. */
  readonly halted: readonly RingName[];
  /** Rings with at least one selected site, in the order in which they go. */
  readonly rings: readonly RingProgress[];
}

export interface RingProgress {
  readonly ring: RingName;
  readonly counts: { readonly [kind in Standing['kind']]: number };
  /** How many wait for what, by the reason that the site gives first. */
  readonly waitingFor: ReadonlyMap<string, number>;
  /** By name. */
  readonly sites: readonly { readonly site: SiteName; readonly standing: Standing }[];
}

/** How far each release has come in each ring, in order of release, by what the sites signed and nothing else. */
export function computeProgress(input: ProgressInput): readonly PatchProgress[] {
  const supersession = readSupersession(input.releases);
  const recalls = new Map(input.recalls.map((recall) => [recall.patch, recall]));
  const { releases } = supersession;
  const recalled = new Set<PatchId>(recalls.keys());
  const standings = readStandings(input.now, input.reports, { releases, supersession, recalled });
  const standingAt = (release: ReleaseEntry, site: SiteName): Standing => standings(release, site).standing;
  return releases.map((release) => {
    const rings = input.fleet.rings
      .map((ring) => ringProgress(release, ring, { fleet: input.fleet, standingAt }))
      .filter(({ sites }) => sites.length > 0);
    return {
      release,
      recall: recalls.get(release.id) ?? null,
      halted: haltedRings(rings, input.fleet.rings),
      rings,
    };
  });
}

function ringProgress(
  release: ReleaseEntry,
  { name }: Ring,
  context: {
    readonly fleet: Fleet;
    readonly standingAt: (release: ReleaseEntry, site: SiteName) => Standing;
  },
): RingProgress {
  const sites = context.fleet.sites
    .filter((site) => site.ring === name && selectsSite(release.sites, site))
    .map((site) => ({ site: site.name, standing: context.standingAt(release, site.name) }))
    .sort((a, b) => (a.site < b.site ? -1 : 1));
  const counts = { installed: 0, failed: 0, waiting: 0, unknown: 0 };
  const waitingFor = new Map<string, number>();
  for (const { standing } of sites) {
    counts[standing.kind] += 1;
    if (standing.kind !== 'waiting') continue;
    waitingFor.set(standing.reason, (waitingFor.get(standing.reason) ?? 0) + 1);
  }
  return { ring: name, counts, waitingFor, sites };
}

function haltedRings(progress: readonly RingProgress[], rings: readonly Ring[]): readonly RingName[] {
  return rings
    .filter(({ gate }, index) => {
      const earlier = new Set(rings.slice(0, index).map(({ name }) => name));
      return progress.some(
        ({ ring, counts }) => gate !== null && earlier.has(ring) && counts.failed > gate.maxFailed,
      );
    })
    .map(({ name }) => name);
}
