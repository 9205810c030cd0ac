import { failure } from '../base/failure.ts';
import type { ObjectId, PatchId } from '../base/names.ts';
import { isPatchId } from '../base/names.ts';
import { splitSignedTag } from '../base/signed-object.ts';
import type { ReleaseTag } from '../kit/release-tag.ts';
import { readReleaseTag, releaseTagName } from '../kit/release-tag.ts';
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

/** What a release's tag object says, its signature not looked at. */
export interface DatedTag extends ReleaseTag {
  /** Seconds since 1970 at which it says that it was made. */
  readonly taggedAt: number;
}

/** Reads a release's tag object. Failure RELEASE_TAG_DAMAGED where it is not the tag of a release of this patch. */
export function readTag(patch: PatchId, tagObject: Uint8Array): DatedTag {
  const { payload } = splitSignedTag(tagObject);
  const tag = readReleaseTag(payload);
  if (typeof tag === 'string') throw failure('RELEASE_TAG_DAMAGED', { patch, why: tag });
  if (tag.name !== releaseTagName(patch)) {
    throw failure('RELEASE_TAG_DAMAGED', { patch, why: `it calls itself ${JSON.stringify(tag.name)}.` });
  }
  const tagger = /^tagger .* (\d+) [+-]\d{4}$/m.exec(new TextDecoder().decode(payload));
  return { ...tag, taggedAt: Number(tagger?.[1] ?? 0) };
}
