import { failure } from '../base/failure.ts';
import type { ObjectId } from '../base/names.ts';
import { termsNamespace } from '../base/signer.ts';
import { verifySshSignature } from '../base/ssh-signature.ts';
import { isPolicyFile } from '../desired/channel-content.ts';
import { parseFleet } from '../desired/parse-fleet.ts';
import { termsPath, termsPayload } from '../desired/terms.ts';
import { parseTerms } from '../desired/terms-file.ts';
import { parseRollout } from '../kit/rollout.ts';
import type { PatchesRepository } from '../ports/patches-repository.ts';

/** The policy that a channel carries, as it lies on main. */
interface Policy {
  readonly policyFiles: ReadonlyMap<string, Uint8Array>;
  /** Files that no site will count, and why. */
  readonly remarks: readonly string[];
}

/**
 * Reads the policy files of a commit and checks that each can be read and lies in its place, so that no site meets a channel that it cannot read.
 * Failures FLEET_MISSING, INVALID_FILE with all issues of a file, NEWER_FORMAT.
 */
export async function readPolicyFiles(
  repository: Pick<PatchesRepository, 'readFiles' | 'readBlob'>,
  main: ObjectId,
): Promise<Policy> {
  const policyFiles = new Map<string, Uint8Array>();
  for (const [path, { blob }] of await repository.readFiles(main, '')) {
    if (isPolicyFile(path)) policyFiles.set(path, await repository.readBlob(blob));
  }
  return { policyFiles, remarks: checkPolicyFiles(policyFiles) };
}

/** Checks policy files as readPolicyFiles does; tells which of them no site will count, and why. Its failures. */
export function checkPolicyFiles(policyFiles: Policy['policyFiles']): readonly string[] {
  if (!policyFiles.has('fleet.yaml')) throw failure('FLEET_MISSING', { branch: 'main' });
  return [...policyFiles].flatMap(([path, bytes]) => {
    const why = checkPolicyFile(path, new TextDecoder().decode(bytes));
    return why === null ? [] : [`${path} ${why}`];
  });
}

/** Checks one policy file; says why no site will count it, null: a site may. Failures INVALID_FILE with all issues, NEWER_FORMAT. */
export function checkPolicyFile(path: string, text: string): string | null {
  if (path === 'fleet.yaml') {
    parseFleet(path, text);
    return null;
  }
  if (path.startsWith('rollouts/')) {
    checkPlace(path, `rollouts/${parseRollout(path, text).patch}.yaml`);
    return null;
  }
  const { terms, signature } = parseTerms(path, text);
  checkPlace(path, termsPath(terms));
  const verdict = verifySshSignature(signature, termsNamespace, termsPayload(terms));
  return verdict.kind === 'good' ? null : `will count nowhere, its signature is not good: ${verdict.why}`;
}

function checkPlace(path: string, expected: string): void {
  if (path === expected) return;
  const message = `says what belongs into ${expected}, expected it there`;
  throw failure('INVALID_FILE', { issues: [{ file: path, line: 0, column: 0, path: '', message }] });
}
