import type { Failure } from '../base/failure.ts';
import { failure, isFailure } from '../base/failure.ts';
import type { ObjectId, PatchId } from '../base/names.ts';
import { splitSignedTag } from '../base/signed-object.ts';
import type { ReleaseEntry } from '../desired/desired-state.ts';
import type { ReleaseTag } from '../kit/release-tag.ts';
import type { PatchesRepository } from '../ports/patches-repository.ts';
import type { CheckedPatch } from './check-patch.ts';
import { checkPatch } from './check-patch.ts';
import { readReleased, releasedTags } from './released.ts';
import { releaseFilesOf } from './repository-folder.ts';
import type { OurKeys } from './why-not-ours.ts';
import { whyNotOurs } from './why-not-ours.ts';

/** The channel's index as it is to be. */
export interface ReleaseIndex {
  /** In order of sequence. */
  readonly releases: readonly ReleaseEntry[];
  readonly added: readonly PatchId[];
  /** Tags that are left out or have moved, and why. */
  readonly remarks: readonly string[];
}

type Reading = Pick<PatchesRepository, 'listTags' | 'readObject' | 'readFiles' | 'readBlob'>;

/**
 * Continues an index: every entry that is published stays exactly as it is; tags that are new come behind, in the order in which they were
 * made. A tag that is no release, is not signed by one of our keys, or is no longer what the index pins, is a remark and changes nothing.
 */
export async function indexReleases(
  repository: Reading,
  ours: OurKeys,
  published: readonly ReleaseEntry[],
  fresh: ReadonlyMap<PatchId, ObjectId>,
): Promise<ReleaseIndex> {
  const tags = new Map([...(await releasedTags(repository)), ...fresh]);
  const known = new Set(published.map(({ id }) => id));
  const found: FoundRelease[] = [];
  const remarks = published.flatMap(({ id, tag }) => movedRemark(id, tag, tags.get(id)));
  for (const [id, tag] of tags) {
    if (known.has(id)) continue;
    const release = await readRelease(repository, ours, { id, tag });
    if (typeof release === 'string') remarks.push(release);
    else found.push(release);
  }
  const last = Math.max(0, ...published.map(({ sequence }) => sequence));
  const entries = found.sort(byAge).map(({ entry }, index) => ({ ...entry, sequence: last + 1 + index }));
  return { releases: [...published, ...entries], added: entries.map(({ id }) => id), remarks };
}

interface FoundRelease {
  readonly taggedAt: number;
  readonly entry: Omit<ReleaseEntry, 'sequence'>;
}

function byAge(a: FoundRelease, b: FoundRelease): number {
  return a.taggedAt - b.taggedAt || (a.entry.id < b.entry.id ? -1 : 1);
}

function movedRemark(id: PatchId, pinned: ObjectId, found: ObjectId | undefined): string[] {
  if (found === pinned) return [];
  const what = found === undefined ? 'was deleted' : 'was moved';
  return [
    `The tag patch/${id} ${what} on the host; the channel still pins ${pinned}, and sites refuse anything else.`,
  ];
}

interface FoundTag {
  readonly id: PatchId;
  readonly tag: ObjectId;
}

async function readRelease(
  repository: Reading,
  ours: OurKeys,
  { id, tag }: FoundTag,
): Promise<FoundRelease | string> {
  try {
    const read = await readReleased(repository, id, tag);
    const why = whyNotOurs(splitSignedTag(await repository.readObject(tag)), ours);
    if (why === null) return await foundRelease(repository, { id, tag }, read);
    return `The tag patch/${id} is not published: ${why} Name the key with --trust if a colleague released it; otherwise find out who may push tags and delete it on the host: until then nobody can release under this id.`;
  } catch (error) {
    if (!isUnfit(error)) throw error;
    return `The tag patch/${id} is not published: ${error.message}`;
  }
}

/** The release itself is wrong, and no host or disk is to blame. */
function isUnfit(error: unknown): error is Failure {
  const codes = ['RELEASE_TAG_DAMAGED', 'PATCH_WITHOUT_MANIFEST', 'INVALID_FILE', 'NEWER_FORMAT'] as const;
  return codes.some((code) => isFailure(error, code));
}

async function foundRelease(
  repository: Reading,
  { id, tag }: FoundTag,
  { commit, digest, taggedAt }: ReleaseTag,
): Promise<FoundRelease> {
  const files = releaseFilesOf(repository, await repository.readFiles(commit, ''));
  const checked = await checkPatch({ path: id, files });
  if (checked.releaseDigest !== digest) {
    const why = `its files have digest ${checked.releaseDigest}, its message says ${digest}.`;
    throw failure('RELEASE_TAG_DAMAGED', { patch: id, why });
  }
  return { taggedAt, entry: { ...entryOf(checked), tag } };
}

/** A release as the index has it, but for its place and its tag. */
export function entryOf({
  manifest,
  files,
  releaseDigest,
}: CheckedPatch): Omit<ReleaseEntry, 'sequence' | 'tag'> {
  const { id, title, requires, supersedes, sites, policy } = manifest;
  const kit = files.filter(({ path }) => manifest.kit.some(({ file }) => file === path));
  const size = kit.reduce((sum, file) => sum + file.size, 0);
  return { id, title, requires, supersedes, sites, policy, digest: releaseDigest, size };
}
