import { digestOf } from '../base/digest.ts';
import { Failure } from '../base/failure.ts';
import { remembering } from '../base/remembering.ts';
import { termsNamespace } from '../base/signer.ts';
import { verifySshSignature } from '../base/ssh-signature.ts';
import type { Approval, DesiredState, Hold, Recall, ReleaseEntry } from './desired-state.ts';
import type { FleetSite } from './fleet.ts';
import type { SignedTerms, Terms } from './terms.ts';
import { termsPath, termsPayload } from './terms.ts';
import { parseTerms } from './terms-file.ts';
import type { Trust } from './trust.ts';

interface TermsInput {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly releases: readonly ReleaseEntry[];
  readonly trust: Pick<Trust, 'approver' | 'operator'>;
  /** Null: whoever looks at the whole fleet, whom recalls concern and nothing else. */
  readonly site: FleetSite | null;
}

/**
 * The approvals and holds of a site (those of its ring with them) and all recalls that count: in its right place, of a release of the
 * index, signed over exactly these terms by a key that the site trusts for this role under this name. The rest, with the
 * reason, is ignored; files for other places are not looked at.
 */
export function readTermsFiles(
  input: TermsInput,
): Pick<DesiredState, 'approvals' | 'holds' | 'recalls' | 'ignored'> {
  const counted = { approvals: [] as Approval[], holds: [] as Hold[], recalls: [] as Recall[] };
  const ignored: { path: string; why: string }[] = [];
  const digests = new Map(input.releases.map(({ id, digest }) => [id, digest]));
  for (const path of [...input.files.keys()].sort()) {
    if (!concerns(path, input.site)) continue;
    const read = readOne(path, input, digests);
    if (typeof read === 'string') ignored.push({ path, why: read });
    else count(counted, read);
  }
  return { ...counted, ignored };
}

function concerns(path: string, site: FleetSite | null): boolean {
  const [folder, place] = path.split('/');
  if (site === null) return folder === 'recalls';
  const { name, ring } = site;
  if (folder === 'approvals') return place === name || place === ring;
  return folder === 'recalls' || (folder === 'holds' && place === name);
}

interface CountedTerms {
  readonly terms: Terms;
  readonly key: string;
}

/** The terms with the key that signed them, or why they do not count. */
function readOne(
  path: string,
  input: TermsInput,
  digests: ReadonlyMap<string, string>,
): CountedTerms | string {
  const signed = checked(path, input.files.get(path) ?? new Uint8Array());
  if (typeof signed === 'string') return signed;
  const { terms } = signed;
  const misplaced = whyMisplaced(path, terms, input.site);
  if (misplaced !== null) return misplaced;
  const digest = terms.patch === null ? null : digests.get(terms.patch);
  if (digest === undefined) return `It is about ${terms.patch ?? ''}, which the channel does not have.`;
  if (digest !== terms.releaseDigest)
    return `It is about another release digest than the channel’s ${digest ?? ''}.`;
  return trustedFor(signed, input.trust);
}

/**
 * What a file says and whose key signed it, whoever is trusted, or why it says nothing. Every channel carries the terms of the one before it: what
 * was checked once is not checked again.
 */
const checked = remembering(
  (path: string, bytes: Uint8Array) => `${digestOf(bytes)} ${path}`,
  5000,
  (path: string, bytes: Uint8Array): CountedTerms | string => {
    const signed = parsed(path, bytes);
    if (typeof signed === 'string') return signed;
    const { terms, signature } = signed;
    const check = verifySshSignature(signature, termsNamespace, termsPayload(terms));
    return check.kind === 'bad' ? check.why : { terms, key: check.key };
  },
);

function parsed(path: string, bytes: Uint8Array): SignedTerms | string {
  try {
    return parseTerms(path, new TextDecoder().decode(bytes));
  } catch (error) {
    if (error instanceof Failure) return error.message;
    throw error;
  }
}

function whyMisplaced(path: string, terms: Terms, site: FleetSite | null): string | null {
  const place = termsPath(terms);
  if (place !== path) return `By its terms its place is ${place}.`;
  if (terms.kind !== 'approval') return null;
  const { kind, name } = terms.place;
  const right = kind === 'site' ? name === site?.name : name === site?.ring;
  return right ? null : `It approves for ${kind} ${name}, and there is no such ${kind}.`;
}

function trustedFor(counted: CountedTerms, trust: TermsInput['trust']): CountedTerms | string {
  const { terms, key } = counted;
  const role = terms.kind === 'approval' ? 'approver' : 'operator';
  const trusted = trust[role].filter((one) => one.key === key).map(({ name }) => name);
  if (trusted.length === 0) return `It is signed by ${key}, which this site does not trust as ${role}.`;
  if (trusted.includes(terms.who)) return counted;
  return `It says ${terms.who}, and its key is the one of ${trusted.join(', ')}.`;
}

function count(
  into: { approvals: Approval[]; holds: Hold[]; recalls: Recall[] },
  { terms, key }: CountedTerms,
): void {
  const { who, why, at } = terms;
  switch (terms.kind) {
    case 'approval': {
      const { place, patch, releaseDigest, expiresAt } = terms;
      into.approvals.push({ place, patch, releaseDigest, who, at, expiresAt, key });
      return;
    }
    case 'hold':
      into.holds.push({ patch: terms.patch, who, why, at, until: terms.until });
      return;
    case 'recall':
      into.recalls.push({ patch: terms.patch, installed: terms.installed, who, why, at });
  }
}
