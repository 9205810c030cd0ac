import type { Digest } from '../base/digest.ts';
import type { Instant } from '../base/instant.ts';
import type { ObjectId, PatchId, SiteName } from '../base/names.ts';
import type { DocumentName } from '../document/document-name.ts';
import type { InventoryEntry } from '../document/inventory.ts';

/**
 * One entry of the register, which lies inside the target itself and only grows. A target restored from tape so tells
 * the truth about itself. It outranks the journal at a restart.
 */
export type RegisterEntry = RegisterEvent & { readonly at: Instant };

export type RegisterEvent =
  /** First entry of every register: whose target this is. */
  | { readonly kind: 'owner'; readonly site: SiteName; readonly target: string }
  | { readonly kind: 'received'; readonly patches: readonly ReceivedPatch[] }
  | {
      readonly kind: 'attempting';
      readonly attempt: number;
      readonly action: AttemptAction;
      readonly patch: PatchId;
      readonly releaseDigest: Digest;
      /** The backup: every document that the attempt may write, or that was asked for, as it was before. */
      readonly documents: readonly InventoryEntry[];
      /** Proof over `documents`. */
      readonly proofBefore: Digest;
    }
  /**
   * Committed: the patch is in. `documents` is what it left behind, for drift and removal. `loose` are globals of which nobody can say any more what
   * the whole should be: its kit was merged into them, or its run wrote (or may have written) to them beside what the kit set.
   */
  | {
      readonly kind: 'installed';
      readonly attempt: number;
      readonly patch: PatchId;
      readonly releaseDigest: Digest;
      readonly proof: Digest;
      readonly documents: readonly InventoryEntry[];
      /** Missing: none. */
      readonly loose?: readonly DocumentName[] | undefined;
    }
  | {
      readonly kind: 'removed';
      readonly attempt: number;
      readonly patch: PatchId;
      readonly releaseDigest: Digest;
      readonly proof: Digest;
      /** What others wrote since the install and was left as it is. */
      readonly foreign: readonly string[];
    }
  /** Undone, proven; not tried again by itself. */
  | {
      readonly kind: 'rolled-back';
      readonly attempt: number;
      readonly action: AttemptAction;
      readonly patch: PatchId;
      readonly releaseDigest: Digest;
      readonly proof: Digest;
      readonly why: string;
      /** True: it was cut short from outside (kill, power), which is no failure of the patch. */
      readonly interrupted: boolean;
      /** What somebody else wrote meanwhile and was left: names of documents, or of the globals that hold the nodes. */
      readonly foreign: readonly string[];
    }
  /** Cut short from outside before anything was touched. */
  | {
      readonly kind: 'abandoned';
      readonly attempt: number;
      readonly action: AttemptAction;
      readonly patch: PatchId;
      readonly releaseDigest: Digest;
      readonly why: string;
    }
  /** Nothing was touched; not tried again by itself. */
  | {
      readonly kind: 'refused';
      readonly attempt: number;
      readonly action: AttemptAction;
      readonly patch: PatchId;
      readonly releaseDigest: Digest;
      readonly why: string;
    }
  /** Neither the old nor the new state could be proven: nothing else runs here until an operator acts. */
  | {
      readonly kind: 'inconsistent';
      readonly attempt: number;
      readonly patch: PatchId;
      readonly releaseDigest: Digest;
      readonly why: string;
      readonly documents: readonly string[];
    }
  /** An operator looked at an inconsistent site and says what holds for the patch now. */
  | {
      readonly kind: 'settled';
      readonly patch: PatchId;
      readonly as: 'installed' | 'removed';
      /** The documents of the attempt as they are now. */
      readonly documents: readonly InventoryEntry[];
      readonly who: string;
      readonly why: string;
    }
  /** A site that was patched by hand joined: this release's documents were found. */
  | {
      readonly kind: 'baselined';
      readonly patch: PatchId;
      readonly releaseDigest: Digest;
      readonly proof: Digest;
      readonly documents: readonly InventoryEntry[];
      /** Globals into which its kit is merged; missing: none. */
      readonly loose?: readonly DocumentName[] | undefined;
      readonly who: string;
    }
  | { readonly kind: 'retry'; readonly patch: PatchId; readonly who: string; readonly why: string }
  /** An operator forbade something here: a hold, a suspension, a time before which nothing goes in, a removal taken back. `said`: when, as the journal's line has it. */
  | { readonly kind: 'forbade'; readonly said: Instant }
  /** The newest channel this target has obeyed. The same once more: it was seen on the host since another one was let in, which ends that. */
  | {
      readonly kind: 'channel';
      readonly name: string;
      readonly counter: number;
      readonly commit: ObjectId;
    }
  /** An operator lets in this commit of the channel, be it older or forked, for a day, or until the host offers another that can be obeyed. Entries of earlier versions name none: whatever the channel holds next. */
  | {
      readonly kind: 'channel-accepted';
      readonly name: string;
      readonly commit?: ObjectId;
      readonly who: string;
      readonly why: string;
    };

export interface ReceivedPatch {
  readonly patch: PatchId;
  readonly releaseDigest: Digest;
}

export type AttemptAction = 'install' | 'remove';
