import type { Digest } from '../base/digest.ts';
import { isDigest } from '../base/digest.ts';
import type { ObjectId, PatchId } from '../base/names.ts';
import { isObjectId } from '../base/names.ts';

/** What a release's tag object says, apart from its signature. */
export interface ReleaseTag {
  readonly commit: ObjectId;
  /** Without `refs/tags/`: `patch/LAB-1`. */
  readonly name: string;
  readonly digest: Digest;
}

/** The name of a release's tag. */
export function releaseTagName(patch: PatchId): string {
  return `patch/${patch}`;
}

/** The message of a release's tag: a line for people, and the release digest as a trailer. */
export function releaseTagMessage(patch: PatchId, title: string, digest: Digest): string {
  return `${patch}: ${title}\n\nRelease-Digest: ${digest}\n`;
}

/** Reads the payload of a tag object; a text says why it is no release's tag. */
export function readReleaseTag(payload: Uint8Array): ReleaseTag | string {
  const text = Buffer.from(payload).toString('utf8');
  const head = /^object ([0-9a-f]{40})\ntype commit\ntag (.+)\n(?:tagger .*\n)?\n/.exec(text);
  const [whole = '', commit = '', name = ''] = head ?? [];
  if (head === null || !isObjectId(commit)) return 'it is no annotated tag on a commit.';
  const digests = [...text.slice(whole.length).matchAll(/^Release-Digest: (.*)$/gm)].map(
    ([, digest]) => digest ?? '',
  );
  const [digest = ''] = digests;
  if (digests.length !== 1 || !isDigest(digest)) return 'its message does not carry one Release-Digest.';
  return { commit, name, digest };
}
