import type { PatchId } from '../base/names.ts';
import type { ReleaseEntry } from '../desired/desired-state.ts';
import { compareTexts } from './blocker.ts';

/** Which releases stand in for which; only a later release supersedes an earlier one, so there are no circles. */
export interface Supersession {
  /** All releases, by sequence. */
  readonly releases: readonly ReleaseEntry[];
  readonly byId: ReadonlyMap<PatchId, ReleaseEntry>;
  /** Releases that name the patch in `supersedes`, by sequence. */
  readonly directly: ReadonlyMap<PatchId, readonly ReleaseEntry[]>;
}

/** Reads the index of releases; of two entries with one id the earlier counts. `supersedes`: for what a release stands in. */
export function readSupersession(
  entries: readonly ReleaseEntry[],
  supersedes: (release: ReleaseEntry) => readonly PatchId[] = (release) => release.supersedes,
): Supersession {
  const releases = entries.toSorted(bySequence);
  const byId = new Map<PatchId, ReleaseEntry>();
  for (const release of releases) if (!byId.has(release.id)) byId.set(release.id, release);
  const directly = new Map<PatchId, ReleaseEntry[]>();
  for (const release of byId.values()) {
    for (const id of new Set(supersedes(release))) {
      const older = byId.get(id);
      if (older !== undefined && bySequence(older, release) >= 0) continue;
      const known = directly.get(id);
      if (known === undefined) directly.set(id, [release]);
      else known.push(release);
    }
  }
  return { releases: [...byId.values()], byId, directly };
}

/** Every release that stands in for the patch, directly or by way of others, by sequence. */
export function successorsOf(patch: PatchId, { directly }: Supersession): readonly ReleaseEntry[] {
  const found = new Set<ReleaseEntry>();
  const open: PatchId[] = [patch];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const release of directly.get(id) ?? []) {
      if (found.has(release)) continue;
      found.add(release);
      open.push(release.id);
    }
  }
  return [...found].sort(bySequence);
}

/** In the order of release; ids, then digests decide where no sequence does. */
export function bySequence(a: ReleaseEntry, b: ReleaseEntry): number {
  return a.sequence - b.sequence || compareTexts(a.id, b.id) || compareTexts(a.digest, b.digest);
}
