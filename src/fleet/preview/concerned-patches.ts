import type { PatchId, SiteName } from '../../base/names.ts';
import type { ReleaseEntry } from '../../desired/desired-state.ts';
import type { FleetSite } from '../../desired/fleet.ts';
import { policyChanges } from '../../desired/policy-changes.ts';
import { selectsSite } from '../../policy/selection.ts';
import type { AttemptFacts } from '../../status/attempt-file.ts';
import { leavingAt } from './leaving-patches.ts';
import type { ChannelWord, PreviewInput } from './preview.ts';
import { aboveOf, relevantReleases } from './relevant-releases.ts';

/** What is proposed, with the patches that are new in it. */
interface Proposal extends ChannelWord, Pick<PreviewInput, 'sites' | 'published'> {
  readonly fresh: readonly PatchId[];
}

/**
 * Released patches of which a site may do something else than as published: those that a changed policy file names; what stands on them, or they or a new patch
 * stand in for, where it is not in everywhere, and of recalls also where it is; what is on its way out below them; and where fleet.yaml or a suspension changes,
 * all that is not in at a site that it concerns, and what is on its way out there with all that stands on it. By sequence.
 */
export function concernedByPolicy(proposal: Proposal): readonly PatchId[] {
  const { desired, published, fresh } = proposal;
  if (published === null) return [];
  const paths = policyChanges(published, proposal).map(({ path }) => path);
  const about = new Set(paths.map(patchOf));
  const named = desired.releases.map(({ id }) => id).filter((id) => about.has(id));
  const replaced = desired.releases
    .filter(({ id }) => fresh.includes(id))
    .flatMap(({ supersedes }) => supersedes);
  const around = aboveOf([...named, ...replaced], desired.releases);
  const recalled = named.filter((id) => paths.includes(`recalls/${id}.yaml`));
  const here = sitesOf(paths, proposal);
  const leaving = [...recalled, ...leavingFrom(here, proposal)];
  const above = new Set([...aboveOf(leaving, desired.releases), ...touchingLater(leaving, proposal)]);
  const below = leavingBelow(named, proposal);
  const everywhere = openAt(allSites(proposal), proposal);
  const openHere = openAt(here, proposal);
  return desired.releases
    .filter((release) => {
      const { id } = release;
      const isAround = around.has(id) && everywhere.has(release);
      return about.has(id) || above.has(id) || below.has(id) || openHere.has(release) || isAround;
    })
    .map(({ id }) => id)
    .filter((id) => !fresh.includes(id));
}

/** The patch that a policy file is about; empty: it is about all. */
function patchOf(path: string): string {
  const [folder, place = '', patch = ''] = path.replace(/\.yaml$/, '').split('/');
  return folder === 'rollouts' || folder === 'recalls' ? place : patch;
}

function sitesOf(paths: readonly string[], proposal: Proposal): readonly FleetSite[] {
  if (paths.includes('fleet.yaml')) return allSites(proposal);
  const suspended = new Set(paths.map((path) => /^holds\/(.+)\/all\.yaml$/.exec(path)?.[1]));
  return allSites(proposal).filter(({ name }) => suspended.has(name));
}

/** Those that are in either fleet, with either selection. */
function allSites({ desired, published }: Proposal): readonly FleetSite[] {
  return [...desired.fleet.sites, ...(published?.desired.fleet.sites ?? [])];
}

/** Releases that are for one of these sites and are not in there, as far as it has spoken. */
function openAt(
  sites: readonly FleetSite[],
  { desired, sites: records }: Proposal,
): ReadonlySet<ReleaseEntry> {
  const open = new Set<ReleaseEntry>();
  for (const site of sites) {
    const installed = installedAt(site.name, records);
    if (installed === null) continue;
    for (const release of desired.releases) {
      const isThere = installed.has(`${release.id} ${release.digest}`);
      if (!isThere && selectsSite(release.sites, site)) open.add(release);
    }
  }
  return open;
}

function installedAt(site: SiteName, records: PreviewInput['sites']): ReadonlySet<string> | null {
  const report = records.get(site)?.report;
  if (report === undefined || 'unknown' in report) return null;
  return new Set(report.status.installed.map(({ patch, releaseDigest }) => `${patch} ${releaseDigest}`));
}

function leavingFrom(sites: readonly FleetSite[], proposal: Proposal): ReadonlySet<PatchId> {
  const { published, sites: records } = proposal;
  const words = published === null ? [proposal] : [proposal, published];
  return leavingAt(
    sites.map(({ name }) => name),
    words,
    records,
  );
}

/** On their way out, and one of these may stand in the way of that. */
function leavingBelow(patches: readonly PatchId[], proposal: Proposal): ReadonlySet<PatchId> {
  if (patches.length === 0) return new Set();
  const { desired, sites } = proposal;
  const touched = touching(
    patches,
    [...sites.values()].map(({ attempts }) => attempts.toReversed()),
  );
  const below = new Set([...relevantReleases(patches, desired.releases), ...touched]);
  return new Set([...leavingFrom(allSites(proposal), proposal)].filter((id) => below.has(id)));
}

/** Patches that at a site were installed after one of these and changed what it, or another one of them, had changed; of globals by their names. */
function touchingLater(
  patches: readonly PatchId[],
  { sites }: Pick<Proposal, 'sites'>,
): ReadonlySet<PatchId> {
  return touching(
    patches,
    [...sites.values()].map(({ attempts }) => attempts),
  );
}

/** These patches, and what in the order of the attempts comes after one of them. */
function touching(
  patches: readonly PatchId[],
  sites: readonly (readonly AttemptFacts[])[],
): ReadonlySet<PatchId> {
  const first = new Set(patches);
  const found = new Set(patches);
  if (first.size === 0) return found;
  for (const attempts of sites) {
    const names = new Set<string>();
    for (const { patch, outcome, documents } of attempts) {
      const isAbove = first.has(patch) || documents.some(({ name }) => names.has(name));
      if (outcome !== 'installed' || !isAbove) continue;
      found.add(patch);
      for (const { name } of documents) names.add(name);
    }
  }
  return found;
}
