import { Failure } from '../base/failure.ts';
import type { PatchId } from '../base/names.ts';
import type { ReleaseEntry } from '../desired/desired-state.ts';
import type { CheckedFact } from '../journal/journal-event.ts';
import { checkRelease } from '../kit/check-release.ts';
import type { Claim } from '../plan/claims.ts';
import { claimOf, isInstalledHere } from '../plan/claims.ts';
import type { Ports } from '../ports/ports.ts';
import type { SiteView } from './look-at-site.ts';
import type { Problem } from './pass-event.ts';
import type { SiteSetup } from './site-setup.ts';
import { whyNotStaged } from './why-not-staged.ts';

/** What looking into releases showed. */
interface CheckedClaims {
  readonly claims: ReadonlyMap<PatchId, Claim>;
  /** To be journaled, so that it is not asked again. */
  readonly facts: readonly CheckedFact[];
}

/**
 * Fetches these releases, all in one go, and checks signature and every byte of each; what a release then says itself is what counts. Of one that is
 * installed here the signature was checked before.
 */
export async function checkClaims(
  { repository }: Pick<Ports, 'repository'>,
  { trust }: Pick<SiteSetup, 'trust'>,
  { installed }: Pick<SiteView, 'installed'>,
  releases: readonly ReleaseEntry[],
): Promise<CheckedClaims> {
  const claims = new Map<PatchId, Claim>();
  const facts: CheckedFact[] = [];
  for (const release of releases) {
    const here = isInstalledHere(release, installed);
    const found = await lookInto(repository, release, here ? null : trust);
    claims.set(release.id, 'tag' in found ? claimOf(release, found, here) : found);
    if ('tag' in found) facts.push(found);
  }
  return { claims, facts };
}

/** A channel that says of releases what they do not say themselves. */
export function misquotes(claims: ReadonlyMap<PatchId, Claim>): readonly Problem[] {
  return [...claims].flatMap(([patch, claim]) => {
    if (claim.kind !== 'void' || !claim.misquoted) return [];
    const message = `The channel does not repeat what the signed release of ${patch} says: ${claim.why}`;
    return [{ type: 'ChannelRefused' as const, message }];
  });
}

async function lookInto(
  repository: Ports['repository'],
  release: ReleaseEntry,
  keys: SiteSetup['trust'] | null,
): Promise<CheckedFact | Claim> {
  const { id: patch, tag, digest: releaseDigest } = release;
  try {
    const fetched = await repository.readRelease(patch, tag);
    const { manifest, signer } = await checkRelease(release, fetched, keys);
    const { requires, supersedes, sites } = manifest;
    return { kind: 'checked', patch, tag, releaseDigest, signer, requires, supersedes, sites };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { kind, why } = whyNotStaged(String(error.code), error.message);
    return kind === 'refused' ? { kind: 'void', why, misquoted: false } : { kind: 'unchecked', why };
  }
}
