import type { SiteName } from '../../base/names.ts';
import type { ReleaseEntry } from '../../desired/desired-state.ts';
import type { FleetSite } from '../../desired/fleet.ts';
import { readTermsFiles } from '../../desired/read-terms-files.ts';
import { selectsSite } from '../../policy/selection.ts';
import type { SiteReport } from '../../status/status.ts';
import type { EngineKits } from './engine-kits.ts';
import { engineKits } from './engine-kits.ts';
import { ExpectedInstalls, ringsAhead } from './expected-reports.ts';
import type { FleetGround } from './fleet-ground.ts';
import { groupSites } from './group-sites.ts';
import type { PatchGroup } from './outlook.ts';
import { outlooksOf } from './outlook.ts';
import type { PatchPreview, Preview, PreviewedPatch, PreviewInput, SiteRecord, Took } from './preview.ts';
import { relevantReleases, relevantTerms } from './relevant-releases.ts';

/**
 * What each patch would do at each site of the fleet, by the plans that the sites' own agents make, from what the sites tell of themselves. Sites
 * that would see the same are computed once. Rings are gone through in their order, so that a later one counts on what is foreseen for those before.
 */
export function computePreview(input: PreviewInput): Preview {
  const { now, desired, patches } = input;
  const { channel, fleet } = desired;
  const releases = relevantReleases(
    patches.map(({ patch }) => patch),
    desired.releases,
  );
  const terms = relevantTerms(input.policyFiles, releases);
  const { recalls } = readTermsFiles({ files: terms, releases, trust: input.trust, site: null });
  const ground: FleetGround = {
    ...{ input, releases, terms },
    recalled: new Set(recalls.flatMap(({ patch, installed }) => (installed === 'remove' ? [patch] : []))),
    reports: reportsOf(input.sites),
    kits: kitsByEngine(input),
    expected: new ExpectedInstalls(),
  };
  const groups = fleet.rings.flatMap(({ name }) => groupsOfRing(name, ground));
  return {
    at: now,
    channel: { name: channel.name, counter: channel.counter },
    patches: patches.map((patch) => patchPreview(patch, groups, input)),
  };
}

function groupsOfRing(ring: FleetSite['ring'], ground: FleetGround): readonly PatchGroup[] {
  const { input, releases, reports, expected } = ground;
  const { now, desired, patches } = input;
  const rings = ringsAhead(ring, desired.fleet, { now, reports, releases, expected });
  const sites = desired.fleet.sites.filter((site) => site.ring === ring);
  return groupSites(sites, ground).flatMap((like) =>
    patches
      .filter(({ patch }) => like.rules.has(patch))
      .flatMap((patch) => outlooksOf(patch, like, ground, rings)),
  );
}

function patchPreview(
  { patch, change }: PreviewedPatch,
  groups: readonly PatchGroup[],
  { desired, sites }: PreviewInput,
): PatchPreview {
  const release = desired.releases.find(({ id }) => id === patch);
  if (release === undefined) throw new Error(`no release ${patch}`);
  const notFor = desired.fleet.sites.filter((site) => !selectsSite(release.sites, site));
  return {
    ...{ release, change, elsewhere: tookElsewhere(release, sites) },
    notFor: notFor.map(({ name }) => name),
    groups: groups
      .filter((group) => group.patch === patch)
      .map(({ ring, timezone, rule, sites: members, outlook }) => ({
        ring,
        timezone,
        rule,
        sites: members,
        outlook,
      })),
  };
}

function tookElsewhere(release: ReleaseEntry, sites: ReadonlyMap<SiteName, SiteRecord>): Took | null {
  const took: number[] = [];
  for (const { report, attempts } of sites.values()) {
    if (!('status' in report)) continue;
    const last = attempts.findLast(
      (one) => one.releaseDigest === release.digest && one.outcome === 'installed',
    );
    if (last?.endedAt != null) took.push(last.endedAt - last.startedAt);
  }
  const [shortest, ...more] = took.sort((a, b) => a - b);
  if (shortest === undefined) return null;
  const median = took[Math.floor(took.length / 2)] ?? shortest;
  return { sites: took.length, shortest, median, longest: more.at(-1) ?? shortest };
}

function reportsOf(sites: ReadonlyMap<SiteName, SiteRecord>): ReadonlyMap<SiteName, SiteReport> {
  const reports = [...sites.values()].flatMap(({ report }) => ('status' in report ? [report] : []));
  return new Map(reports.map((report) => [report.site, report]));
}

function kitsByEngine(input: PreviewInput): (engine: string) => EngineKits {
  const known = new Map<string, EngineKits>();
  return (engine) => {
    const kits = known.get(engine) ?? engineKits(engine, input);
    known.set(engine, kits);
    return kits;
  };
}
