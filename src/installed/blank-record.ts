import type { Instant } from '../base/instant.ts';
import type { Digest } from '../base/digest.ts';
import type { PatchId } from '../base/names.ts';
import type { PatchRecord } from './installed-state.ts';

/** The record of a release that a target has only taken note of. */
export function blankRecord(patch: PatchId, releaseDigest: Digest, since: Instant): PatchRecord {
  return {
    patch,
    releaseDigest,
    state: 'received',
    since,
    why: '',
    refused: false,
    proof: null,
    installedBy: null,
    order: 0,
    documents: [],
    loose: [],
    leftEdited: [],
    interruptions: 0,
    failedRemoval: null,
    attempts: [],
  };
}
