import type { Digest } from '../base/digest.ts';
import { failure } from '../base/failure.ts';
import type { ObjectId, PatchId } from '../base/names.ts';
import type { Author } from '../base/signed-object.ts';
import { signedCommit, signedTag, splitSignedTag } from '../base/signed-object.ts';
import type { Signer } from '../base/signer.ts';
import { readReleaseTag } from '../kit/release-tag.ts';
import type { PatchesRepository, RefUpdate } from '../ports/patches-repository.ts';
import type { CheckedPatch } from './check-patch.ts';
import { checkPatch } from './check-patch.ts';
import type { ReleaseGround } from './compute-release.ts';
import { computeRelease, folderOf } from './compute-release.ts';
import { computePatchFolders } from './patch-folder.ts';
import { readReleased, releasedTags } from './released.ts';
import { releaseFilesOf } from './repository-folder.ts';
import type { OurKeys } from './why-not-ours.ts';
import { whyNotOurs } from './why-not-ours.ts';

/** Who writes, when, and with which key; null: unsigned, which only a site that says so takes. */
export interface Signing {
  readonly author: Author;
  readonly signer: Signer | null;
}

export interface PreparedRelease {
  readonly kind: 'new' | 'already-released';
  readonly patch: PatchId;
  readonly releaseDigest: Digest;
  readonly tag: ObjectId;
  /** Moves the tag into place; empty where it is there. */
  readonly updates: readonly RefUpdate[];
}

/**
 * Writes the objects of a release of what lies on main as of the last refresh; nothing is visible before the push of its updates. A tag that
 * is there already with the same digest is no error; with another it is Failure RELEASE_CHANGED, and RELEASE_ID_TAKEN where none of our keys
 * signed it. Failures of checkPatch and computeRelease.
 */
export async function prepareRelease(
  repository: PatchesRepository,
  patch: PatchId,
  { signing, ours }: { readonly signing: Signing; readonly ours: OurKeys },
): Promise<PreparedRelease> {
  const { source, checked, ground } = await readGround(repository, patch, ours);
  const { tag, commitMessage, tagMessage } = computeRelease(checked, source, ground);
  const ref = `refs/tags/${tag}`;
  const { releaseDigest } = checked;
  const existing = await repository.readRef(ref);
  if (existing !== null) {
    await checkSame(repository, patch, { existing, releaseDigest, ours });
    return { kind: 'already-released', patch, releaseDigest, tag: existing, updates: [] };
  }
  const author = signing.author;
  const tree = await repository.writeTree(await repository.readFiles(source, checked.path));
  const commit = await repository.writeObject(
    'commit',
    signedCommit({ tree, parents: [], author, message: commitMessage }, signing.signer),
  );
  const to = await repository.writeObject(
    'tag',
    signedTag({ object: commit, tag, tagger: author, message: tagMessage }, signing.signer),
  );
  return { kind: 'new', patch, releaseDigest, tag: to, updates: [{ ref, from: null, to }] };
}

async function readGround(
  repository: PatchesRepository,
  patch: PatchId,
  ours: OurKeys,
): Promise<{ source: ObjectId; checked: CheckedPatch; ground: ReleaseGround }> {
  const source = await repository.readRef('refs/heads/main');
  if (source === null) throw failure('BRANCH_MISSING', { branch: 'main' });
  const paths = await repository.readFiles(source, 'patches');
  const folders = computePatchFolders([...paths.keys()].map((path) => `patches/${path}`));
  const path = folderOf(patch, { folders });
  const files = releaseFilesOf(repository, await repository.readFiles(source, path));
  const checked = await checkPatch({ path, files });
  const { requires, supersedes } = checked.manifest;
  const named = [...requires, ...supersedes].filter((id) => !folders.has(id));
  return { source, checked, ground: { folders, tagged: await readTagged(repository, named, ours) } };
}

/** Of these patches those that have a tag, and why it does not count; null: it does. */
async function readTagged(
  repository: Pick<PatchesRepository, 'listTags' | 'readObject'>,
  patches: readonly PatchId[],
  ours: OurKeys,
): Promise<ReadonlyMap<PatchId, string | null>> {
  const tagged = new Map<PatchId, string | null>();
  const tags = patches.length === 0 ? new Map<PatchId, ObjectId>() : await releasedTags(repository);
  for (const patch of patches) {
    const tag = tags.get(patch);
    if (tag === undefined) continue;
    const object = await repository.readObject(tag);
    const read = readReleaseTag(patch, object);
    tagged.set(patch, typeof read === 'string' ? read : whyNotOurs(splitSignedTag(object), ours));
  }
  return tagged;
}

async function checkSame(
  repository: PatchesRepository,
  patch: PatchId,
  { existing, releaseDigest, ours }: { existing: ObjectId; releaseDigest: Digest; ours: OurKeys },
): Promise<void> {
  const { digest: released } = await readReleased(repository, patch, existing);
  const why = whyNotOurs(splitSignedTag(await repository.readObject(existing)), ours);
  if (why !== null) throw failure('RELEASE_ID_TAKEN', { patch, why });
  if (released !== releaseDigest) throw failure('RELEASE_CHANGED', { patch, released, found: releaseDigest });
}
