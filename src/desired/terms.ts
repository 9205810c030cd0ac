import type { Digest } from '../base/digest.ts';
import type { Instant } from '../base/instant.ts';
import { instantAsText } from '../base/instant.ts';
import type { PatchId, SiteName } from '../base/names.ts';
import type { Signer } from '../base/signer.ts';
import { termsNamespace } from '../base/signer.ts';
import type { Place } from '../kit/manifest.ts';

/** What a person says of a release at a place, before it is signed: an approval, a hold, a recall. */
export type Terms =
  | (CommonTerms & {
      readonly kind: 'approval';
      readonly place: Place;
      readonly patch: PatchId;
      readonly releaseDigest: Digest;
      readonly expiresAt: Instant | null;
    })
  /** patch null: the whole site is suspended; releaseDigest null with it, and only with it. */
  | (CommonTerms & {
      readonly kind: 'hold';
      readonly site: SiteName;
      readonly patch: PatchId | null;
      readonly releaseDigest: Digest | null;
      readonly until: Instant | null;
    })
  | (CommonTerms & {
      readonly kind: 'recall';
      readonly patch: PatchId;
      readonly releaseDigest: Digest;
      readonly installed: 'keep' | 'remove';
    });

interface CommonTerms {
  readonly who: string;
  readonly why: string;
  readonly at: Instant;
}

export interface SignedTerms {
  readonly terms: Terms;
  /** Armored SSH signature over the terms' payload. */
  readonly signature: string;
}

/**
 * The bytes that are signed in the namespace `patchfleet-terms`: the line `patchfleet terms 1`, then one line `name: value` for each of kind, place,
 * patch, release, who, at, expires, installed, why, in this order, each value as JSON (null where it does not apply), LF after each.
 */
export function termsPayload(terms: Terms): Uint8Array {
  const lines = Object.entries(payloadFields(terms)).map(
    ([name, value]) => `${name}: ${JSON.stringify(value)}\n`,
  );
  return Buffer.from(`patchfleet terms 1\n${lines.join('')}`, 'utf8');
}

/** Signs terms. */
export function signTerms(terms: Terms, signer: Signer): SignedTerms {
  return { terms, signature: signer.sign(termsNamespace, termsPayload(terms)) };
}

/** Where the terms lie in the repository and in the channel. */
export function termsPath(terms: Terms): string {
  switch (terms.kind) {
    case 'approval':
      return `approvals/${terms.place.name}/${terms.patch}/${terms.who}.yaml`;
    case 'hold':
      return `holds/${terms.site}/${terms.patch ?? 'all'}.yaml`;
    case 'recall':
      return `recalls/${terms.patch}.yaml`;
  }
}

function payloadFields(terms: Terms): Record<string, string | null> {
  return {
    kind: terms.kind,
    place: placeAsText(terms),
    patch: terms.patch,
    release: terms.releaseDigest,
    who: terms.who,
    at: instantAsText(terms.at),
    expires: expiryAsText(terms),
    installed: terms.kind === 'recall' ? terms.installed : null,
    why: terms.why,
  };
}

function placeAsText(terms: Terms): string | null {
  switch (terms.kind) {
    case 'approval':
      return `${terms.place.kind} ${terms.place.name}`;
    case 'hold':
      return `site ${terms.site}`;
    case 'recall':
      return null;
  }
}

function expiryAsText(terms: Terms): string | null {
  switch (terms.kind) {
    case 'approval':
      return terms.expiresAt === null ? null : instantAsText(terms.expiresAt);
    case 'hold':
      return terms.until === null ? null : instantAsText(terms.until);
    case 'recall':
      return null;
  }
}
