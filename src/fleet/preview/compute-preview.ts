import type { SiteName } from '../../base/names.ts';
import type { ReleaseEntry } from '../../desired/desired-state.ts';
import type { FleetSite } from '../../desired/fleet.ts';
import { policyChanges } from '../../desired/policy-changes.ts';
import { selectsSite } from '../../policy/selection.ts';
import type { SiteReport } from '../../status/status.ts';
import { compareGroups } from './compare-groups.ts';
import { ExpectedInstalls, ringsAhead } from './expected-reports.ts';
import type { ForeseenStep } from './forecast.ts';
import type { FleetGround, SharedGround } from './fleet-ground.ts';
import { groupSites } from './group-sites.ts';
import { knownSites } from './known-sites.ts';
import { takenOut } from './leaving-patches.ts';
import type { PatchGroup } from './outlook.ts';
import { outlooksOf } from './outlook.ts';
import type {
  ChannelWord,
  PatchPreview,
  Preview,
  PreviewedPatch,
  PreviewInput,
  SiteRecord,
  Took,
} from './preview.ts';
import { relevantReleases, relevantTerms } from './relevant-releases.ts';

/**
 * What each patch would do at each site of the fleet, by the plans that the sites' own agents make, from what the sites tell of themselves; and what
 * it would do under the channel as it is published. Sites that would see the same are computed once. Rings are gone through in their order, so that a later one counts
 * on what is foreseen for those before.
 */
export function computePreview(input: PreviewInput): Preview {
  const { now, desired, patches, published } = input;
  const { channel } = desired;
  const shared = sharedGround(input);
  const proposed = groupsUnder(input, shared);
  const before = published === null ? null : groupsUnder(published, shared);
  return {
    at: now,
    channel: { name: channel.name, counter: channel.counter },
    policy: policyChanges(published, input),
    patches: patches.map((patch) => patchPreview(patch, { input, proposed, before })),
  };
}

function sharedGround(input: PreviewInput): SharedGround {
  const { desired, published, patches, sites } = input;
  const reports = reportsOf(sites);
  const recalled = new Set([input, ...(published === null ? [] : [published])].flatMap(takenOut));
  const removals = [...reports.values()]
    .flatMap(({ status }) => status.waiting)
    .filter(({ action }) => action === 'remove')
    .map(({ patch }) => patch);
  const ids = patches.map(({ patch }) => patch);
  const leaving = new Set([...recalled, ...removals].filter((patch) => ids.includes(patch)));
  const relevant = relevantReleases(ids, desired.releases, leaving);
  return { input, relevant, reports, known: knownSites(input, { relevant, recalled, leaving }) };
}

/** What would happen under one channel, in the order of its rings. */
function groupsUnder(word: ChannelWord, shared: SharedGround): readonly PatchGroup[] {
  const { policyFiles, desired } = word;
  const releases = desired.releases.filter(({ id }) => shared.relevant.has(id));
  const terms = relevantTerms(policyFiles, releases);
  const expected = new ExpectedInstalls();
  const ground = { ...shared, word, releases, terms, expected, foreseen: new Map<string, ForeseenStep>() };
  return desired.fleet.rings.flatMap(({ name }) => groupsOfRing(name, ground));
}

function groupsOfRing(ring: FleetSite['ring'], ground: FleetGround): readonly PatchGroup[] {
  const { input, word, releases, reports, expected } = ground;
  const { fleet } = word.desired;
  const rings = ringsAhead(ring, fleet, { now: input.now, reports, releases, expected });
  const sites = fleet.sites.filter((site) => site.ring === ring);
  return groupSites(sites, ground).flatMap((like) =>
    input.patches
      .filter(({ patch }) => like.rules.has(patch))
      .flatMap((patch) => outlooksOf(patch, like, ground, rings)),
  );
}

interface Found {
  readonly input: PreviewInput;
  readonly proposed: readonly PatchGroup[];
  /** Null: no channel is published. */
  readonly before: readonly PatchGroup[] | null;
}

function patchPreview({ patch, change }: PreviewedPatch, { input, proposed, before }: Found): PatchPreview {
  const { desired, sites, published } = input;
  const release = desired.releases.find(({ id }) => id === patch);
  if (release === undefined) throw new Error(`no release ${patch}`);
  const notFor = desired.fleet.sites.filter((site) => !selectsSite(release.sites, site));
  const [now, then] = [proposed, before ?? []].map((groups) => groups.filter((one) => one.patch === patch));
  const isKnown = published?.desired.releases.some(({ id }) => id === patch) === true;
  const fleets = { proposed: desired.fleet, published: published?.desired.fleet ?? desired.fleet };
  return {
    ...{ release, change, elsewhere: tookElsewhere(release, sites) },
    notFor: notFor.map(({ name }) => name),
    groups: compareGroups(now ?? [], isKnown ? (then ?? []) : null, fleets),
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
