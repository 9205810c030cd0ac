import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Digest } from '../../base/digest.ts';
import { Failure, failure } from '../../base/failure.ts';
import { termsNamespace } from '../../base/signer.ts';
import { verifySshSignature } from '../../base/ssh-signature.ts';
import type { PatchId, RingName, SiteName } from '../../base/names.ts';
import { isRingName, isSiteName } from '../../base/names.ts';
import type { Fleet } from '../../desired/fleet.ts';
import { parseFleet } from '../../desired/parse-fleet.ts';
import type { Terms } from '../../desired/terms.ts';
import { signTerms, termsPath, termsPayload } from '../../desired/terms.ts';
import { parseTerms, writeTerms } from '../../desired/terms-file.ts';
import { checkPatch } from '../../publish/check-patch.ts';
import { unknownZone } from '../../reconcile/site-zone.ts';
import type { Answer } from './answer.ts';
import type { Shell } from './shell.ts';
import { readSigner } from './signing.ts';
import { findRepositoryTop, openPatchFolder } from './working-copy.ts';

export interface TermsOptions {
  /** Folder of the working copy; `true`: the one around the current folder. */
  readonly repository?: string | true;
  readonly key?: string;
}

/** The working copy that is meant. Failure ARGUMENT_MISSING where there is none. */
export function openWorkingCopy(shell: Shell, { repository }: TermsOptions): string {
  const folder = resolve(shell.cwd, typeof repository === 'string' ? repository : '.');
  const top = existsSync(folder) ? findRepositoryTop(folder) : null;
  if (top !== null) return top;
  throw failure('ARGUMENT_MISSING', {
    what: `patches repository around ${folder}`,
    where: '--repository FOLDER',
  });
}

/** The zone of a site by the working copy's fleet.yaml; UTC where that does not tell. */
export function zoneInWorkingCopy(top: string, site: SiteName): string {
  const fleet = fleetIn(top);
  return fleet?.sites.find(({ name }) => name === site)?.timezone ?? unknownZone;
}

function fleetIn(top: string): Fleet | null {
  const file = join(top, 'fleet.yaml');
  return existsSync(file) ? parseFleet('fleet.yaml', readFileSync(file, 'utf8')) : null;
}

/** The release digest of a patch as it lies in the working copy: what a release of it has. Failures of checkPatch. */
export async function digestInWorkingCopy(top: string, patch: PatchId): Promise<Digest> {
  return (await checkPatch(openPatchFolder(top, patch))).releaseDigest;
}

/**
 * Signs terms and writes them to their place in the working copy; they take effect once they are on main and published.
 * Failures PLACE_UNKNOWN, TERMS_SENSELESS.
 */
export function signIntoRepository(shell: Shell, top: string, terms: Terms, options: TermsOptions): Answer {
  const signer = readSigner(shell, options.key);
  const path = join(top, termsPath(terms));
  assertKnownPlace(top, terms);
  assertNews(top, terms, signer.publicKey);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, writeTerms(signTerms(terms, signer)));
  const shown = relative(shell.cwd, path);
  return {
    exit: 0,
    text: `wrote ${shown}\nIt takes effect once it is on main and published: \`patchfleet publish\`.`,
    json: { kind: 'signed', file: shown, terms, key: signer.publicKey },
  };
}

/** Failure PLACE_UNKNOWN where the working copy's fleet.yaml does not have the site or ring that they are for. */
function assertKnownPlace(top: string, terms: Terms): void {
  const fleet = terms.kind === 'recall' ? null : fleetIn(top);
  if (terms.kind === 'recall' || fleet === null) return;
  const place = terms.kind === 'hold' ? { kind: 'site' as const, name: terms.site } : terms.place;
  const known = (place.kind === 'site' ? fleet.sites : fleet.rings).map(({ name }) => String(name));
  if (!known.includes(place.name)) throw failure('PLACE_UNKNOWN', { ...place, known });
}

/** Failure TERMS_SENSELESS where the same was said already, by the same key, or where it is about what was taken back. */
function assertNews(top: string, terms: Terms, key: string): void {
  const standing = termsAt(top, termsPath(terms));
  if (standing !== null && standing.key === key && saysTheSame(standing.terms, terms)) {
    const why = `${standing.terms.who} has said the same already: ${standing.terms.why}`;
    const next = 'It takes effect once it is on main and published: `patchfleet publish`.';
    throw failure('TERMS_SENSELESS', { file: termsPath(terms), why, next });
  }
  const recalled = terms.kind === 'approval' ? termsAt(top, `recalls/${terms.patch}.yaml`) : null;
  if (recalled !== null && recalled.terms.releaseDigest === terms.releaseDigest) {
    const why = `${recalled.terms.who} took this release back: ${recalled.terms.why}`;
    const next = 'No site installs it any more: a new patch that supersedes it can be approved.';
    throw failure('TERMS_SENSELESS', { file: `recalls/${terms.patch ?? ''}.yaml`, why, next });
  }
}

/** What stands in a file, and whose signature it carries; null: nothing that counts. */
function termsAt(top: string, path: string): { readonly terms: Terms; readonly key: string } | null {
  if (!existsSync(join(top, path))) return null;
  try {
    const { terms, signature } = parseTerms(path, readFileSync(join(top, path), 'utf8'));
    const check = verifySshSignature(signature, termsNamespace, termsPayload(terms));
    return check.kind === 'good' ? { terms, key: check.key } : null;
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

/** Whatever the reason, and whenever it was said. */
function saysTheSame(a: Terms, b: Terms): boolean {
  const of = (terms: Terms): Terms => ({ ...terms, why: '', at: 0 });
  return Buffer.compare(termsPayload(of(a)), termsPayload(of(b))) === 0;
}

/** A site that a person typed. Failure WRONG_ARGUMENT. */
export function readSiteName(word: string): SiteName {
  if (isSiteName(word)) return word;
  throw failure('WRONG_ARGUMENT', { what: 'The site', word, expected: 'a name such as prod-madrid' });
}

/** A ring that a person typed. Failure WRONG_ARGUMENT. */
export function readRingName(word: string): RingName {
  if (isRingName(word)) return word;
  throw failure('WRONG_ARGUMENT', { what: 'The ring', word, expected: 'a name such as prod' });
}
