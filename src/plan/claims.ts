import type { ObjectId, PatchId } from '../base/names.ts';
import type { DesiredState, ReleaseEntry } from '../desired/desired-state.ts';
import type { Trust } from '../desired/trust.ts';
import type { InstalledState } from '../installed/installed-state.ts';
import type { CheckedFact } from '../journal/journal-event.ts';
import { computeMisquote } from '../kit/quoted-release.ts';
import { selectsSite } from '../policy/selection.ts';
import { bySequence } from '../policy/supersession.ts';

/**
 * What became of a release's claim to stand in for others. The index may name it for anything; it counts once the release's own tag, bytes
 * and patch.yaml were checked here. A release without a claim was not looked into.
 */
export type Claim =
  | {
      readonly kind: 'signed';
      readonly requires: readonly PatchId[];
      readonly supersedes: readonly PatchId[];
    }
  /** The release is not what the channel says, or nobody whom the site trusts signed it: it stands in for nothing. */
  | { readonly kind: 'void'; readonly why: string; readonly misquoted: boolean }
  | { readonly kind: 'unchecked'; readonly why: string };

export type Claims = ReadonlyMap<PatchId, Claim>;

/** What a check that was made once still says of the releases that the channel names now. */
export function readClaims(
  releases: readonly ReleaseEntry[],
  checked: ReadonlyMap<ObjectId, CheckedFact>,
  ground: {
    readonly trust: Pick<Trust, 'release' | 'unsigned'>;
    readonly installed: Pick<InstalledState, 'patches'>;
  },
): Claims {
  const claims = new Map<PatchId, Claim>();
  for (const release of releases) {
    const fact = checked.get(release.tag);
    if (fact?.patch !== release.id || fact.releaseDigest !== release.digest) continue;
    const installed = isInstalledHere(release, ground.installed);
    if (installed || isTrusted(fact, ground.trust)) claims.set(release.id, claimOf(release, fact, installed));
  }
  return claims;
}

/** A release that is installed keeps its own word, whatever the index says of it now; another counts only where both agree. */
export function claimOf(
  release: ReleaseEntry,
  signed: Pick<CheckedFact, 'requires' | 'supersedes' | 'sites'>,
  installed: boolean,
): Claim {
  const { requires, supersedes } = signed;
  const why = computeMisquote(release, signed);
  if (why === null || installed) return { kind: 'signed', requires, supersedes };
  return { kind: 'void', why, misquoted: true };
}

/** True where the register says that exactly this release is installed: then its signature was checked before. */
export function isInstalledHere(
  { id, digest }: ReleaseEntry,
  { patches }: Pick<InstalledState, 'patches'>,
): boolean {
  const record = patches.get(id);
  return record?.state === 'installed' && record.releaseDigest === digest;
}

function isTrusted(
  { signer }: CheckedFact,
  { release, unsigned }: Pick<Trust, 'release' | 'unsigned'>,
): boolean {
  return signer === null ? unsigned : release.includes(signer);
}

/** So many releases at most are looked into in one pass besides those that it plans with. */
const mostChecks = 100;

/**
 * The releases whose claim bears on this site and is not known yet, newest first: those that supersede, directly or by way of others, what would
 * go in here without them or what something here requires. `doubted` are the patches for which they would stand in.
 */
export function claimsToCheck(
  { releases, site, recalls }: Pick<DesiredState, 'releases' | 'site' | 'recalls'>,
  installed: Pick<InstalledState, 'patches'>,
  claims: Claims,
): { readonly releases: readonly ReleaseEntry[]; readonly doubted: ReadonlySet<PatchId> } {
  const recalled = new Set(recalls.map(({ patch }) => patch));
  const matters = new Set<PatchId>();
  const doubted = new Set<PatchId>();
  for (const release of releases) {
    const here = isInstalledHere(release, installed);
    const live = selectsSite(release.sites, site) && !recalled.has(release.id);
    if (here || live) for (const id of release.requires) matters.add(id);
    if (live && !here) matters.add(release.id);
  }
  const found: ReleaseEntry[] = [];
  for (const release of releases.toSorted(bySequence)) {
    if (!release.supersedes.some((id) => matters.has(id))) continue;
    matters.add(release.id);
    const kind = claims.get(release.id)?.kind ?? 'unchecked';
    if (kind !== 'unchecked') continue;
    found.push(release);
    for (const id of release.supersedes) doubted.add(id);
  }
  return { releases: found.reverse().slice(0, mostChecks), doubted };
}
