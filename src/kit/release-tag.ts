import type { Digest } from '../base/digest.ts';
import { isDigest } from '../base/digest.ts';
import type { ObjectId, PatchId } from '../base/names.ts';
import { isObjectId } from '../base/names.ts';
import { splitSignedTag } from '../base/signed-object.ts';

/** What a release's tag object says, apart from its signature. */
export interface ReleaseTag {
  readonly commit: ObjectId;
  readonly digest: Digest;
  /** Seconds since 1970 at which it says that it was made; 0: it does not say. */
  readonly taggedAt: number;
}

/** The name of a release's tag. */
export function releaseTagName(patch: PatchId): string {
  return `patch/${patch}`;
}

/** The message of a release's tag: a line for people, and the release digest as a trailer. */
export function releaseTagMessage(patch: PatchId, title: string, digest: Digest): string {
  return `${patch}: ${title}\n\nRelease-Digest: ${digest}\n`;
}

/** Reads a tag object, its signature not looked at; a text says why it is not the tag of a release of this patch. */
export function readReleaseTag(patch: PatchId, tagObject: Uint8Array): ReleaseTag | string {
  const text = Buffer.from(splitSignedTag(tagObject).payload).toString('utf8');
  const head = /^object ([0-9a-f]{40})\ntype commit\ntag (.+)\n(?:tagger (.*)\n)?\n/.exec(text);
  const [whole = '', commit = '', name = '', tagger = ''] = head ?? [];
  if (head === null || !isObjectId(commit)) return 'it is no annotated tag on a commit.';
  const digests = [...text.slice(whole.length).matchAll(/^Release-Digest: (.*)$/gm)].map(
    ([, digest]) => digest ?? '',
  );
  const [digest = ''] = digests;
  if (digests.length !== 1 || !isDigest(digest)) return 'its message does not carry one Release-Digest.';
  if (name !== releaseTagName(patch)) return `it calls itself ${JSON.stringify(name)}.`;
  return { commit, digest, taggedAt: Number(/ (\d+) [+-]\d{4}$/.exec(tagger)?.[1] ?? 0) };
}
