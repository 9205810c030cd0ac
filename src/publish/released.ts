import { failure } from '../base/failure.ts';
import type { ObjectId, PatchId } from '../base/names.ts';
import { isPatchId } from '../base/names.ts';
import type { ReleaseTag } from '../kit/release-tag.ts';
import { readReleaseTag } from '../kit/release-tag.ts';
import type { PatchesRepository } from '../ports/patches-repository.ts';

/** The tag of each release, as of the last refresh. Tags whose name is no patch id are left out. */
export async function releasedTags(
  repository: Pick<PatchesRepository, 'listTags'>,
): Promise<ReadonlyMap<PatchId, ObjectId>> {
  const tags = new Map<PatchId, ObjectId>();
  for (const [name, tag] of await repository.listTags()) {
    const id = name.replace(/^(refs\/tags\/)?patch\//, '');
    if (isPatchId(id)) tags.set(id, tag);
  }
  return tags;
}

/** What a release's tag says. Failure RELEASE_TAG_DAMAGED where it is not the tag of a release of this patch. */
export async function readReleased(
  repository: Pick<PatchesRepository, 'readObject'>,
  patch: PatchId,
  tag: ObjectId,
): Promise<ReleaseTag> {
  const found = readReleaseTag(patch, await repository.readObject(tag));
  if (typeof found === 'string') throw failure('RELEASE_TAG_DAMAGED', { patch, why: found });
  return found;
}
