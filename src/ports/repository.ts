import type { Instant } from '../base/instant.ts';
import type { ObjectId, PatchId, SiteName } from '../base/names.ts';
import type { ChannelTree } from '../desired/channel-tree.ts';
import type { FetchedRelease } from '../kit/release-record.ts';

/** The patches repository and the statuses, as a site reads them. Failure GIT_UNREACHABLE (retry) where the host does not answer. */
export interface Repository {
  /** Where the channel stands on the host, and this site's own statuses where the same host has them: one request for these refs alone. */
  poll(): Promise<Polled>;
  /** Fetches the channel at this commit, depth 1. What was fetched before is answered without the network. */
  readChannel(commit: ObjectId): Promise<ChannelTree>;
  /**
   * Fetches those of these releases that are not here yet, in as few requests as can be. What is moved, gone or refused
   * is left for `readRelease` to say.
   */
  prefetch(releases: readonly ReleasePin[]): Promise<void>;
  /**
   * Fetches one release by its tag `patch/<id>`, depth 1, and nothing else. Failure TAG_MOVED where the tag is no
   * longer the object that the channel pins, TAG_GONE where there is none, TREE_REFUSED where it holds links, submodules or names
   * that leave its folder. What was fetched before is answered without the network.
   */
  readRelease(patch: PatchId, tag: ObjectId): Promise<FetchedRelease>;
  /**
   * The tips of these sites' branches `status/<site>`, each followed by that of `status-recovered/<site>` where there is one; a site
   * without either is missing in the answer.
   */
  readStatuses(sites: readonly SiteName[]): Promise<readonly StatusTip[]>;
  /**
   * Forgets what was fetched for anything but these; once a day at most, and nothing that came within the last hour: another
   * program may be about to read it. What is missing afterwards is fetched anew.
   */
  forgetAllBut(needed: MirrorNeeds, now: Instant): Promise<void>;
}

/** What a poll saw. */
export interface Polled {
  /** Object id of the channel's tip; null: there is no such channel. */
  readonly channel: ObjectId | null;
  /** That of the branch `status/<site>`, null: there is none; missing: it was not asked for, since another repository has the statuses. */
  readonly ownStatus?: ObjectId | null;
}

/** What a site may still read of what it fetched. Statuses are read anew anyway; the last ones are kept. */
export interface MirrorNeeds {
  /** Commits of channels. */
  readonly channels: readonly ObjectId[];
  /** Tags of releases. */
  readonly releases: readonly ObjectId[];
}

/** A release as the channel's index pins it: the object that its tag `patch/<id>` has to be. */
export interface ReleasePin {
  readonly patch: PatchId;
  readonly tag: ObjectId;
}

/** A status as a branch of the repository hands it over: raw, nothing of it checked. */
export interface StatusTip {
  readonly site: SiteName;
  readonly commit: ObjectId;
  readonly commitObject: Uint8Array;
  /** Content of `status.json`; the adapter has checked that it is what the commit's tree names. */
  readonly statusFile: Uint8Array;
}
