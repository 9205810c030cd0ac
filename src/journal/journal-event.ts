import type { Digest } from '../base/digest.ts';
import type { Instant } from '../base/instant.ts';
import type { ObjectId, PatchId } from '../base/names.ts';
import type { InventoryEntry } from '../document/inventory.ts';
import type { SiteSelection } from '../kit/manifest.ts';
import type { AttemptAction } from './register-entry.ts';

/** One line of the journal: what happened, when. The line is on disk before the step that it announces. */
export type JournalEvent = JournalFact & { readonly at: Instant };

export type JournalFact = AttemptFact | ActFact | SaidFact | CheckedFact | RehearsedFact | DriftFact;

/** The story of one attempt, in order. */
export type AttemptFact = { readonly attempt: number } & (
  | {
      readonly kind: 'started';
      readonly action: AttemptAction;
      readonly patch: PatchId;
      readonly releaseDigest: Digest;
      readonly trigger: string;
      readonly who: string | null;
      readonly why: string;
    }
  | { readonly kind: 'staged'; readonly documents: number; readonly bytes: number }
  | { readonly kind: 'refused'; readonly why: string }
  /** Cut short from outside before anything was touched. */
  | { readonly kind: 'abandoned'; readonly why: string }
  | { readonly kind: 'backing-up'; readonly documents: number }
  /** Vault ids; `proofBefore` over the whole backup. */
  | {
      readonly kind: 'backed-up';
      readonly backup: string;
      readonly intended: string;
      readonly proofBefore: Digest;
    }
  | { readonly kind: 'installing' }
  | { readonly kind: 'running'; readonly step: string }
  /** said: what the patch's code printed, bounded by the engine; it stays on site. Missing: nothing. */
  | {
      readonly kind: 'ran';
      readonly step: string;
      readonly ok: boolean;
      readonly detail: string;
      readonly said?: string;
    }
  /**
   * What the database tells of the run's writes was saved. `nodes`: how many outside of the backup; `unknown`: of these, those whose
   * former values nobody kept; `why`: why nothing could be told.
   */
  | {
      readonly kind: 'observed';
      readonly scope: 'declared-documents' | 'all-writes';
      readonly nodes: number;
      readonly unknown: readonly string[];
      readonly why: string;
    }
  | { readonly kind: 'verifying' }
  /** foreign: what a removal left as others had written it since the install. */
  | {
      readonly kind: 'committed';
      readonly proof: Digest;
      readonly documents: readonly InventoryEntry[];
      readonly foreign: readonly string[];
    }
  | { readonly kind: 'rolling-back'; readonly why: string; readonly interrupted: boolean }
  | { readonly kind: 'rolled-back'; readonly proof: Digest; readonly foreign: readonly string[] }
  | { readonly kind: 'inconsistent'; readonly why: string; readonly documents: readonly string[] }
  | { readonly kind: 'snapshotted'; readonly snapshot: string }
  | { readonly kind: 'done' }
  /** The status commit that tells how the attempt ended, and the state of the site since, is in the outbox. */
  | ({ readonly kind: 'told' } & SaidStatus)
);

/** The state of the site was told as a status commit. */
export interface SaidFact extends SaidStatus {
  readonly kind: 'said';
}

/** What was said of the site: digest of what of it counts as news, and since when each of its conditions has held. */
export interface SaidStatus {
  readonly status: Digest;
  readonly conditions: readonly { readonly type: string; readonly since: Instant }[];
}

/** A release's tag, signature and every byte were checked, and this is what its own patch.yaml says; so it need not be fetched again to know it. */
export interface CheckedFact {
  readonly kind: 'checked';
  readonly patch: PatchId;
  readonly tag: ObjectId;
  readonly releaseDigest: Digest;
  /** Public key that signed the tag; null: unsigned, or its signature was checked when it was installed. */
  readonly signer: string | null;
  readonly requires: readonly PatchId[];
  readonly supersedes: readonly PatchId[];
  readonly sites: SiteSelection;
}

/** A release was installed on a copy of the target, and undone there. */
export interface RehearsedFact {
  readonly kind: 'rehearsed';
  readonly patch: PatchId;
  readonly releaseDigest: Digest;
  /** It went in, and everything of the copy was what it had been after it was undone. */
  readonly ok: boolean;
  /** Why not. */
  readonly why: string;
  /** How long installing took, and undoing it, in milliseconds; null: it did not come to that. */
  readonly installing: number | null;
  readonly undoing: number | null;
  /** Globals that the patch's own code wrote outside of the backup, without subscripts. */
  readonly undeclared: readonly string[];
}

/** The documents of installed patches that were found to be no longer what was installed; told when that is not what was found before. */
export interface DriftFact {
  readonly kind: 'drift';
  /** The first of very many. */
  readonly documents: readonly string[];
  readonly count: number;
}

/**
 * What an operator on site said. `consent` and `seen`: the digest of what the plan showed to need consent, and no more is consented to;
 * a `consent` line without it, as earlier versions wrote them, covers nothing. `forgotten`: patchfleet
 * said it itself, because the state directory did not know this attempt, the last one by the register (0: it did), or the act of this time, which
 * forbade something (`forgottenAct`).
 */
export type ActFact = { readonly who: string; readonly why: string } & (
  | { readonly kind: 'suspend'; readonly forgotten?: number; readonly forgottenAct?: Instant }
  | { readonly kind: 'resume-site' }
  | { readonly kind: 'hold'; readonly patch: PatchId; readonly until: Instant | null }
  /** The hold of this patch is over. Earlier versions took a removal back with it, where no hold stood. */
  | { readonly kind: 'resume'; readonly patch: PatchId }
  /** A removal that was asked for is taken back; a hold goes on. */
  | { readonly kind: 'keep'; readonly patch: PatchId }
  | {
      readonly kind: 'install-now';
      readonly patch: PatchId;
      readonly releaseDigest: Digest;
      readonly consent?: Digest;
    }
  | {
      readonly kind: 'install-at';
      readonly patch: PatchId;
      readonly releaseDigest: Digest;
      readonly from: Instant;
      readonly consent?: Digest;
    }
  | { readonly kind: 'remove'; readonly patch: PatchId; readonly releaseDigest: Digest }
  | {
      readonly kind: 'approve';
      readonly patch: PatchId;
      readonly releaseDigest: Digest;
      readonly key: string;
    }
  | {
      readonly kind: 'consent';
      readonly patch: PatchId;
      readonly releaseDigest: Digest;
      readonly seen?: Digest;
    }
  | {
      readonly kind: 'retry';
      readonly patch: PatchId;
      readonly releaseDigest: Digest;
      readonly consent?: Digest;
    }
  /** This older or forked commit of the channel is let in; lines of earlier versions name none. */
  | { readonly kind: 'accept-channel'; readonly channel: string; readonly commit?: ObjectId }
  /** Neither old nor new could be proven; a person has looked and says what holds. `settles`: the attempt that was looked at. */
  | {
      readonly kind: 'settle';
      readonly patch: PatchId;
      readonly as: 'installed' | 'removed';
      readonly settles?: number;
    }
  /** Documents to back up besides what the manifest asks for, at the next attempt of this patch. */
  | { readonly kind: 'widen-backup'; readonly patch: PatchId; readonly documents: readonly string[] }
);
