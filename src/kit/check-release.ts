import type { Digest } from '../base/digest.ts';
import { digestOfStream } from '../base/digest.ts';
import { failure } from '../base/failure.ts';
import type { ObjectId, PatchId } from '../base/names.ts';
import { splitSignedTag } from '../base/signed-object.ts';
import { gitNamespace } from '../base/signer.ts';
import { verifySshSignature } from '../base/ssh-signature.ts';
import type { Manifest } from './manifest.ts';
import { parseManifest } from './parse-manifest.ts';
import type { QuotedTerms } from './quoted-release.ts';
import { computeMisquote } from './quoted-release.ts';
import { readText } from './read-text.ts';
import { releaseDigestOf } from './release-digest.ts';
import type { FetchedRelease } from './release-record.ts';
import { readReleaseTag } from './release-tag.ts';

/** What the channel pins of a release. */
interface PinnedRelease {
  readonly id: PatchId;
  readonly tag: ObjectId;
  readonly digest: Digest;
}

/** Whose signature of a release counts. unsigned: a tag without a signature is taken too; a wrong signature never is. */
interface ReleaseKeys {
  readonly release: readonly string[];
  readonly unsigned: boolean;
}

interface CheckedRelease {
  readonly manifest: Manifest;
  /** Public key that signed the tag; null: unsigned. */
  readonly signer: string | null;
}

/**
 * Checks that what was fetched is what the channel pins and a trusted key signed: the tag, its signature and name, every byte of every
 * file against the release digest, the manifest, each kit file's sha256. Nothing of a release is used before this. `keys` null: the signature
 * was checked when this release was installed, and its key may be gone since. Failures
 * RELEASE_UNSIGNED, RELEASE_UNTRUSTED, RELEASE_SIGNATURE_BAD, RELEASE_DIFFERS, INVALID_FILE, NEWER_FORMAT.
 */
export async function checkRelease(
  pinned: PinnedRelease,
  fetched: FetchedRelease,
  keys: ReleaseKeys | null,
): Promise<CheckedRelease> {
  const signer = keys === null ? null : checkSignature(pinned.id, fetched.tagObject, keys);
  checkTag(pinned, fetched);
  const digests = await checkFiles(pinned, fetched);
  const file = fetched.files.find(({ path }) => path === 'patch.yaml');
  if (file === undefined) throw differs(pinned.id, 'it has no patch.yaml.');
  const manifest = parseManifest(`${pinned.id}/patch.yaml`, await readText(file.read()));
  checkManifest(pinned.id, manifest, digests);
  return { manifest, signer };
}

/** Failure CHANNEL_MISQUOTES where the channel's index does not say of a release what its own patch.yaml says. */
export function checkQuoted(index: QuotedTerms & Pick<PinnedRelease, 'id'>, manifest: Manifest): void {
  const why = computeMisquote(index, manifest);
  if (why !== null) throw failure('CHANNEL_MISQUOTES', { patch: index.id, why });
}

function checkSignature(patch: PatchId, tagObject: Uint8Array, keys: ReleaseKeys): string | null {
  const { payload, signature } = splitSignedTag(tagObject);
  if (signature === null) {
    if (keys.unsigned) return null;
    throw failure('RELEASE_UNSIGNED', { patch });
  }
  const check = verifySshSignature(signature, gitNamespace, payload);
  if (check.kind === 'bad') throw failure('RELEASE_SIGNATURE_BAD', { patch, why: check.why });
  if (!keys.release.includes(check.key)) throw failure('RELEASE_UNTRUSTED', { patch, key: check.key });
  return check.key;
}

function checkTag({ id, tag, digest }: PinnedRelease, fetched: FetchedRelease): void {
  if (fetched.tag !== tag)
    throw differs(id, `the channel pins tag object ${tag}, the host has ${fetched.tag}.`);
  const found = readReleaseTag(id, fetched.tagObject);
  if (typeof found === 'string') throw differs(id, found);
  if (found.digest !== digest) {
    throw differs(id, `the channel pins release digest ${digest}, the tag says ${found.digest}.`);
  }
}

async function checkFiles(
  pinned: PinnedRelease,
  { files }: FetchedRelease,
): Promise<ReadonlyMap<string, Digest>> {
  const digests = new Map<string, Digest>();
  for (const file of files) {
    if (digests.has(file.path)) throw differs(pinned.id, `it holds ${file.path} twice.`);
    digests.set(file.path, (await digestOfStream(file.read())).digest);
  }
  const found = releaseDigestOf([...digests].map(([path, digest]) => ({ path, digest })));
  if (found === pinned.digest) return digests;
  throw differs(pinned.id, `its files have release digest ${found}, and ${pinned.digest} was released.`);
}

function checkManifest(patch: PatchId, manifest: Manifest, digests: ReadonlyMap<string, Digest>): void {
  const { id, kit, parameters, notes } = manifest;
  if (id !== patch) throw differs(patch, `its patch.yaml is the one of ${id}.`);
  const missing = [parameters, notes].find((path) => path !== null && !digests.has(path)) ?? null;
  if (missing !== null) throw differs(patch, `its patch.yaml names ${missing}, which is not there.`);
  for (const { file, sha256 } of kit) {
    const found = digests.get(file);
    if (found === undefined) throw differs(patch, `its patch.yaml names ${file}, which is not there.`);
    if (sha256 === null) throw differs(patch, `its patch.yaml says no sha256 for ${file}.`);
    if (sha256 !== found) throw differs(patch, `${file} has sha256 ${found}, its patch.yaml says ${sha256}.`);
  }
}

function differs(patch: PatchId, why: string) {
  return failure('RELEASE_DIFFERS', { patch, why });
}
