import type { Digest } from '../base/digest.ts';
import type { Instant } from '../base/instant.ts';
import type { ObjectId, PatchId, SiteName } from '../base/names.ts';
import type { DocumentName } from '../document/document-name.ts';
import type { InventoryEntry } from '../document/inventory.ts';

/** What the target's register says, folded. */
export interface InstalledState {
  readonly owner: SiteName | null;
  readonly patches: ReadonlyMap<PatchId, PatchRecord>;
  /** Newest channel obeyed, by channel name. */
  readonly channels: ReadonlyMap<string, ObeyedChannel>;
  /** The attempt that the register says is under way. */
  readonly open: OpenAttempt | null;
  /** Set: nothing runs here until an operator acts. */
  readonly inconsistent: Inconsistency | null;
  /** Number of the last attempt; 0 before the first. */
  readonly lastAttempt: number;
  /** When an operator last forbade something here; null: never. */
  readonly lastForbidden: Instant | null;
  /** The highest place that any patch ever had in the order of installation. */
  readonly lastOrder: number;
}

export interface PatchRecord {
  readonly patch: PatchId;
  readonly releaseDigest: Digest;
  readonly state: PatchState;
  /** Since when it has been in this state. */
  readonly since: Instant;
  /** Why it is in this state, for people; empty where there is nothing to say. */
  readonly why: string;
  /** For a failed one: true if it was refused with nothing touched, false if it was rolled back. */
  readonly refused: boolean;
  /** The proof that was registered when it was installed; null unless installed. */
  readonly proof: Digest | null;
  /** The attempt that installed it, whose backup a removal needs; null unless installed by an attempt. */
  readonly installedBy: number | null;
  /** Place in the order of installation: higher came later; 0: not installed. */
  readonly order: number;
  /** What it left behind in the target; empty unless installed. */
  readonly documents: readonly InventoryEntry[];
  /** Globals of which nobody can say any more, since it was installed, what the whole should be. */
  readonly loose: readonly DocumentName[];
  /** Code that somebody had changed by hand before the patch was taken out, and that stayed so: as the patch had put it. */
  readonly leftEdited: readonly InventoryEntry[];
  /** Attempts of this release that were cut short from outside, since the last that was not. */
  readonly interruptions: number;
  /** The last removal that was tried and undone, or refused, since it was installed; null: none. */
  readonly failedRemoval: FailedRemoval | null;
  readonly attempts: readonly number[];
}

export interface FailedRemoval {
  readonly since: Instant;
  readonly why: string;
  /** Removals that were cut short from outside, since the last attempt that was not; 0: this one failed by itself. */
  readonly interruptions: number;
}

export type PatchState =
  /** Known to the target, never tried, or an operator asked for a new try. */
  | 'received'
  | 'installed'
  /** An operator or a recall took it out. */
  | 'removed'
  /** Tried, undone and proven, or refused: not tried again by itself. */
  | 'failed'
  /** Cut short and undone: tried once more by itself, then `failed`. */
  | 'interrupted';

export interface OpenAttempt {
  readonly attempt: number;
  readonly action: 'install' | 'remove';
  readonly patch: PatchId;
  readonly releaseDigest: Digest;
  readonly documents: readonly InventoryEntry[];
  readonly proofBefore: Digest;
}

export interface ObeyedChannel {
  readonly counter: number;
  readonly commit: ObjectId;
  /** What an operator has let in although it went back, and the site has neither obeyed nor seen anything else to obey since; null: nothing. */
  readonly accepted: Acceptance | null;
}

/** An operator's word for one commit of the channel, and when it was given. */
export interface Acceptance {
  readonly commit: ObjectId;
  readonly at: Instant;
}

export interface Inconsistency {
  readonly patch: PatchId;
  readonly attempt: number;
  readonly why: string;
  readonly since: Instant;
  /** The backup's inventory; a person who settles is told by it which documents to look at. */
  readonly documents: readonly InventoryEntry[];
}
