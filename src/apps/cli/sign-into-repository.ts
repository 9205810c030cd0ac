import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Digest } from '../../base/digest.ts';
import { failure } from '../../base/failure.ts';
import type { PatchId, RingName, SiteName } from '../../base/names.ts';
import { isRingName, isSiteName } from '../../base/names.ts';
import type { Terms } from '../../desired/terms.ts';
import { signTerms, termsPath } from '../../desired/terms.ts';
import { writeTerms } from '../../desired/terms-file.ts';
import { checkPatch } from '../../publish/check-patch.ts';
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

/** The release digest of a patch as it lies in the working copy: what a release of it has. Failures of checkPatch. */
export async function digestInWorkingCopy(top: string, patch: PatchId): Promise<Digest> {
  return (await checkPatch(openPatchFolder(top, patch))).releaseDigest;
}

/** Signs terms and writes them to their place in the working copy; they take effect once they are on main and published. */
export function signIntoRepository(shell: Shell, top: string, terms: Terms, options: TermsOptions): Answer {
  const signer = readSigner(shell, options.key);
  const path = join(top, termsPath(terms));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, writeTerms(signTerms(terms, signer)));
  const shown = relative(shell.cwd, path);
  return {
    exit: 0,
    text: `wrote ${shown}\nIt takes effect once it is on main and published: \`patchfleet publish\`.`,
    json: { kind: 'signed', file: shown, terms, key: signer.publicKey },
  };
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
