import type { PatchId } from '../../base/names.ts';
import type { ReleaseEntry } from '../../desired/desired-state.ts';

/**
 * Of the releases those that can matter for the steps of these patches: what they require, and what stands in for either, directly or by way
 * of others. A plan of these says of the patches what a plan of all says.
 */
export function relevantReleases(
  patches: readonly PatchId[],
  releases: readonly ReleaseEntry[],
): readonly ReleaseEntry[] {
  const byId = new Map(releases.map((release) => [release.id, release]));
  const newer = new Map<PatchId, PatchId[]>();
  for (const { id, supersedes } of releases) {
    for (const old of supersedes) newer.set(old, [...(newer.get(old) ?? []), id]);
  }
  const found = new Set<PatchId>();
  const open = [...patches];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    open.push(...(byId.get(id)?.requires ?? []), ...(newer.get(id) ?? []));
  }
  return releases.filter(({ id }) => found.has(id));
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
