import type { Digest } from '../base/digest.ts';
import type { Instant } from '../base/instant.ts';
import type { ObjectId, PatchId } from '../base/names.ts';
import type { PatchPolicy, SiteSelection } from '../kit/manifest.ts';
import type { ApprovalTerms, Fleet, FleetSite } from './fleet.ts';

/** What the channel asks of one site, after every signature was checked. */
export interface DesiredState {
  readonly channel: ChannelHead;
  readonly fleet: Fleet;
  readonly site: FleetSite;
  /** All releases of the index, in order of sequence, whether they select this site or not. */
  readonly releases: readonly ReleaseEntry[];
  readonly approvals: readonly Approval[];
  readonly holds: readonly Hold[];
  readonly recalls: readonly Recall[];
  /** What did not count, and why: an approval by a stranger, a hold whose signature is broken. Shown, never obeyed. */
  readonly ignored: readonly { readonly path: string; readonly why: string }[];
}

export interface ChannelHead {
  readonly name: string;
  readonly commit: ObjectId;
  /** Goes up with each publish, never back. */
  readonly counter: number;
  readonly publishedAt: Instant;
  /** Past this instant the channel is stale: it is still obeyed, and reported. */
  readonly expiresAt: Instant;
}

/** A release as the channel's index names it; its policy already has the rollout's changes in it. */
export interface ReleaseEntry {
  readonly id: PatchId;
  /** 1, 2, 3 … in the order of release. */
  readonly sequence: number;
  /** Object id of the signed tag `patch/<id>`. */
  readonly tag: ObjectId;
  readonly digest: Digest;
  readonly title: string;
  readonly requires: readonly PatchId[];
  readonly supersedes: readonly PatchId[];
  readonly sites: SiteSelection;
  readonly policy: PatchPolicy;
  /** Bytes of the kit's files. */
  readonly size: number;
}

export interface Approval extends ApprovalTerms {
  readonly patch: PatchId;
  readonly releaseDigest: Digest;
  /** Public key that signed it. */
  readonly key: string;
}

/** "Not this patch here, not now"; patch null: nothing at this site (suspended). */
export interface Hold {
  readonly patch: PatchId | null;
  readonly who: string;
  readonly why: string;
  readonly at: Instant;
  /** The hold ends by itself then; null: only a person ends it. */
  readonly until: Instant | null;
}

/** A release taken back. keep: what is installed stays, reported; remove: it is to be removed. */
export interface Recall {
  readonly patch: PatchId;
  readonly installed: 'keep' | 'remove';
  readonly who: string;
  readonly why: string;
  readonly at: Instant;
}
