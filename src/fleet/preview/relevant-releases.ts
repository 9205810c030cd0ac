import type { PatchId } from '../../base/names.ts';
import type { ReleaseEntry } from '../../desired/desired-state.ts';

/**
 * Of the releases those that can matter for the steps of these patches: what they require, and what stands in for either, directly or by way
 * of others; of patches that may be `leaving` also what requires them, and what they stand in for. A plan of these says of the patches what a plan of all says.
 */
export function relevantReleases(
  patches: Iterable<PatchId>,
  releases: readonly ReleaseEntry[],
  leaving: Iterable<PatchId> = [],
): ReadonlySet<PatchId> {
  const byId = new Map(releases.map((release) => [release.id, release]));
  const newer = linksTo(releases, ({ supersedes }) => supersedes);
  const above = aboveOf(leaving, releases);
  return reachable([...patches, ...above], (id) => [
    ...(byId.get(id)?.requires ?? []),
    ...(newer.get(id) ?? []),
  ]);
}

/** What stands on these patches by its own word: it requires them, or is required as what they stand in for; they themselves are among it. */
export function aboveOf(patches: Iterable<PatchId>, releases: readonly ReleaseEntry[]): ReadonlySet<PatchId> {
  const byId = new Map(releases.map((release) => [release.id, release]));
  const requiring = linksTo(releases, ({ requires }) => requires);
  return reachable(patches, (id) => [...(requiring.get(id) ?? []), ...(byId.get(id)?.supersedes ?? [])]);
}

function linksTo(
  releases: readonly ReleaseEntry[],
  named: (release: ReleaseEntry) => readonly PatchId[],
): ReadonlyMap<PatchId, readonly PatchId[]> {
  const links = new Map<PatchId, PatchId[]>();
  for (const release of releases) {
    for (const id of named(release)) links.set(id, [...(links.get(id) ?? []), release.id]);
  }
  return links;
}

function reachable(
  first: Iterable<PatchId>,
  next: (id: PatchId) => readonly PatchId[],
): ReadonlySet<PatchId> {
  const found = new Set<PatchId>();
  const open = [...first];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    open.push(...next(id));
  }
  return found;
}

/** Of the signed terms those that are about these releases, or about a whole site. */
export function relevantTerms(
  files: ReadonlyMap<string, Uint8Array>,
  releases: readonly ReleaseEntry[],
): ReadonlyMap<string, Uint8Array> {
  const ids = new Set<string>(['all', ...releases.map(({ id }) => id)]);
  return new Map(
    [...files].filter(([path]) => {
      const [folder, place = '', patch = ''] = path.replace(/\.yaml$/, '').split('/');
      if (folder === 'recalls') return ids.has(place);
      return (folder === 'approvals' || folder === 'holds') && ids.has(patch);
    }),
  );
}
