import type { PatchId } from '../base/names.ts';
import type { Approval, Hold, Recall, ReleaseEntry } from '../desired/desired-state.ts';
import type { PatchRecord } from '../installed/installed-state.ts';
import { selectsSite } from '../policy/selection.ts';
import type { Supersession } from '../policy/supersession.ts';
import { readSupersession, successorsOf } from '../policy/supersession.ts';
import type { PlanInput } from './plan-input.ts';

/** What channel and target together make of the releases at this site; the ground on which every step stands. */
export interface Standpoint {
  readonly input: PlanInput;
  /** What stands in for what, by what the releases themselves say; the index alone lets nothing stand in for another. */
  readonly supersession: Supersession;
  /** The same with what the index says of releases that could not be looked into yet. */
  readonly said: Supersession;
  readonly recalls: ReadonlyMap<PatchId, Recall>;
  /** From channel and site alike. */
  readonly approvals: ReadonlyMap<PatchId, readonly Approval[]>;
  /** From channel and site alike; those of the whole site under null. */
  readonly holds: ReadonlyMap<PatchId | null, readonly Hold[]>;
  /** Releases that are to be installed here and are not, by sequence. */
  readonly wanted: ReadonlyMap<PatchId, ReleaseEntry>;
  /** The installed patch that satisfies a requirement: itself, or one that supersedes it; never a recalled one. */
  readonly holderOf: (patch: PatchId) => PatchId | null;
  /** The wanted release that will satisfy a requirement: itself, or one that supersedes it. */
  readonly comingFor: (patch: PatchId) => ReleaseEntry | null;
  /** The release that by the index stands in for a wanted one, which could not be checked yet; null: none. */
  readonly doubtOf: (patch: PatchId) => ReleaseEntry | null;
}

/** Reads channel and target into a standpoint, in time that grows with their size and no faster. */
export function readStandpoint(input: PlanInput): Standpoint {
  const { releases } = input.desired;
  const supersession = readSupersession(releases, (release) => signedWord(release, input) ?? []);
  const said = readSupersession(releases, (release) => signedWord(release, input) ?? release.supersedes);
  const recalls = recallsByPatch(input.desired.recalls);
  const wanted = wantedReleases(input, supersession, recalls);
  const holds = (id: PatchId): boolean => !recalls.has(id) && isInstalled(id, input, supersession);
  const holders = byWayOfSuccessors(supersession, (id) => (holds(id) ? id : null));
  const coming = byWayOfSuccessors(supersession, (id) => wanted.get(id) ?? null);
  const doubted = supersededHere(input, said, recalls);
  const doubtOf = (id: PatchId): ReleaseEntry | null =>
    doubted.has(id) ? (successorsOf(id, said).find((one) => signedWord(one, input) === null) ?? null) : null;
  const approvals = byPatch([...input.desired.approvals, ...input.acts.approvals]);
  return {
    ...{ input, supersession, said, recalls, wanted, approvals, holds: byPatch(holdsHere(input)) },
    ...{ holderOf: holders, comingFor: coming, doubtOf },
  };
}

/** True where the record says that exactly what the channel names (or once named) is installed. */
function isInstalled(patch: PatchId, { installed }: PlanInput, { byId }: Supersession): boolean {
  const record = installed.patches.get(patch);
  if (record?.state !== 'installed') return false;
  const entry = byId.get(patch);
  return entry === undefined || entry.digest === record.releaseDigest;
}

/** What the register says of exactly this release; null: nothing, or only of another content under the same id. */
export function recordOf(release: ReleaseEntry, { installed }: PlanInput): PatchRecord | null {
  const record = installed.patches.get(release.id);
  return record?.releaseDigest === release.digest ? record : null;
}

function wantedReleases(
  input: PlanInput,
  supersession: Supersession,
  recalls: ReadonlyMap<PatchId, Recall>,
): ReadonlyMap<PatchId, ReleaseEntry> {
  const superseded = supersededHere(input, supersession, recalls);
  return new Map(
    supersession.releases
      .filter((release) => isLive(release, input, recalls) && !superseded.has(release.id))
      .filter(({ id }) => !isInstalled(id, input, supersession))
      .map((release) => [release.id, release]),
  );
}

/** Releases for which another one that is meant for this site stands in, directly or by way of others. */
function supersededHere(
  input: PlanInput,
  supersession: Supersession,
  recalls: ReadonlyMap<PatchId, Recall>,
): ReadonlySet<PatchId> {
  const superseded = new Set<PatchId>();
  for (const { id } of supersession.releases.toReversed()) {
    const newer = supersession.directly.get(id) ?? [];
    if (newer.some((release) => superseded.has(release.id) || isLive(release, input, recalls)))
      superseded.add(id);
  }
  return superseded;
}

function isLive(
  { id, sites }: ReleaseEntry,
  { desired }: PlanInput,
  recalls: ReadonlyMap<PatchId, Recall>,
): boolean {
  return selectsSite(sites, desired.site) && !recalls.has(id);
}

/** For what a release stands in by its own word; null: it could not be looked into yet. */
function signedWord({ id }: ReleaseEntry, { claims }: PlanInput): readonly PatchId[] | null {
  const claim = claims.get(id);
  switch (claim?.kind) {
    case 'signed':
      return claim.supersedes;
    case 'void':
      return [];
    case 'unchecked':
    case undefined:
      return null;
  }
}

/** Answers for a patch, or else for the earliest of those that supersede it, directly or by way of others. */
function byWayOfSuccessors<T>(
  { releases, directly }: Supersession,
  own: (patch: PatchId) => T | null,
): (patch: PatchId) => T | null {
  const known = new Map<PatchId, T | null>();
  const answer = (id: PatchId): T | null =>
    own(id) ?? (directly.get(id) ?? []).map((newer) => known.get(newer.id) ?? null).find(isThere) ?? null;
  for (const { id } of releases.toReversed()) known.set(id, answer(id));
  return (id) => (known.has(id) ? (known.get(id) ?? null) : answer(id));
}

function isThere<T>(value: T | null): value is T {
  return value !== null;
}

function holdsHere({ desired, acts }: PlanInput): readonly Hold[] {
  const suspended = acts.suspended === null ? [] : [{ ...acts.suspended, patch: null, until: null }];
  return [...desired.holds, ...acts.holds, ...suspended];
}

function byPatch<T extends { readonly patch: PatchId | null }>(
  entries: readonly T[],
): ReadonlyMap<T['patch'], readonly T[]> {
  const found = new Map<T['patch'], T[]>();
  for (const entry of entries) {
    const known = found.get(entry.patch);
    if (known === undefined) found.set(entry.patch, [entry]);
    else known.push(entry);
  }
  return found;
}

/** Of several recalls of one patch the one that removes counts, then the oldest. */
function recallsByPatch(recalls: readonly Recall[]): ReadonlyMap<PatchId, Recall> {
  const found = new Map<PatchId, Recall>();
  for (const recall of recalls.toSorted(strictestFirst)) {
    if (!found.has(recall.patch)) found.set(recall.patch, recall);
  }
  return found;
}

function strictestFirst(a: Recall, b: Recall): number {
  if (a.installed !== b.installed) return a.installed === 'remove' ? -1 : 1;
  return a.at - b.at || (`${a.who} ${a.why}` < `${b.who} ${b.why}` ? -1 : 1);
}
