import type { Digest } from '../base/digest.ts';
import type { Instant } from '../base/instant.ts';
import type { ObjectId, PatchId, SiteName } from '../base/names.ts';

/** What a site says of itself. Names, digests and times only: no node list, no value, no parameter. */
export interface Status {
  readonly site: SiteName;
  /** When this was said, by the site's clock. */
  readonly at: Instant;
  readonly engine: string;
  readonly version: string;
  /** The channel that was looked at; null before the first one. */
  readonly observed: { readonly commit: ObjectId; readonly counter: number; readonly channel: string } | null;
  /** The last attempt; null before the first one. */
  readonly attempted: AttemptSummary | null;
  /** Every patch that is installed. */
  readonly installed: readonly InstalledPatch[];
  /** Patches that were tried and undone, or refused, and wait for an operator. */
  readonly failed: readonly FailedPatch[];
  readonly waiting: readonly WaitingPatch[];
  readonly conditions: readonly Condition[];
  /** What happens next by itself; null: nothing until something changes. */
  readonly next: {
    readonly patch: PatchId;
    readonly action: 'install' | 'remove';
    readonly at: Instant;
    readonly why: string;
  } | null;
  /** Hash of the journal's last line. */
  readonly journalHead: Digest | null;
}

export interface InstalledPatch {
  readonly patch: PatchId;
  readonly releaseDigest: Digest;
  readonly since: Instant;
  readonly proof: Digest | null;
}

export interface FailedPatch {
  readonly patch: PatchId;
  readonly releaseDigest: Digest;
  readonly since: Instant;
  /** What became of the old state: it is proven to be back, was never touched, or nobody knows. */
  readonly outcome: 'rolled-back' | 'refused' | 'inconsistent';
  readonly why: string;
}

export interface WaitingPatch {
  readonly patch: PatchId;
  readonly action: 'install' | 'remove';
  readonly reason: string;
  readonly message: string;
  readonly until: Instant | null;
}

export interface AttemptSummary {
  readonly attempt: number;
  readonly action: 'install' | 'remove';
  readonly patch: PatchId;
  readonly releaseDigest: Digest;
  readonly outcome: AttemptOutcome | 'under-way';
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
}

export type AttemptOutcome = 'installed' | 'removed' | 'rolled-back' | 'refused' | 'inconsistent';

/** Present only while it holds. */
export interface Condition {
  readonly type:
    | 'Inconsistent'
    | 'Suspended'
    | 'ChannelStale'
    | 'ChannelRefused'
    | 'SnapshotMissing'
    | 'ProductionOwed'
    | 'Drifted'
    | 'ClockDisagrees'
    | 'Unreachable'
    | 'MachineFault'
    | 'StatusForked'
    | 'RecalledInstalled'
    | 'ConfigurationRefused'
    | 'DriftUnknown'
    | 'OverLimit'
    | 'StateLost'
    | 'BackupMissing'
    | 'TermsIgnored';
  readonly reason: string;
  readonly message: string;
  readonly since: Instant;
}

/** What readers of a foreign status branch get: the status, and whether its signature is the site's own. */
export interface SiteReport {
  readonly site: SiteName;
  readonly status: Status;
  readonly commit: ObjectId;
}

/** The record of one attempt, a file of its own on the status branch, never overwritten. */
export interface AttemptRecord extends AttemptSummary {
  readonly site: SiteName;
  readonly trigger: string;
  readonly who: string | null;
  readonly why: string;
  readonly steps: readonly { readonly step: string; readonly at: Instant; readonly detail: string }[];
  readonly proofBefore: Digest | null;
  readonly proofAfter: Digest | null;
  /** What the proof covers. */
  readonly scope: 'declared-documents' | 'all-writes';
  /** Documents that somebody else wrote meanwhile: left as they are. At the level at which the manifest names them. */
  readonly foreign: readonly string[];
  readonly documents: readonly {
    readonly name: string;
    readonly before: Digest | null;
    /** As the attempt left it; where it was undone, as it had been meant to leave it. */
    readonly after: Digest | null;
  }[];
  /** Bounded and redacted. */
  readonly transcript: readonly string[];
}
