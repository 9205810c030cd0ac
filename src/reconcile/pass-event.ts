import type { ObjectId, PatchId } from '../base/names.ts';
import type { JournalFact } from '../journal/journal-event.ts';
import type { Plan } from '../plan/plan.ts';
import type { Delivery } from '../ports/outbox.ts';

/** What a pass tells while it runs; terminal, page and log each render it. */
export type PassEvent =
  | { readonly kind: 'settling'; readonly attempt: number; readonly patch: PatchId }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'planned'; readonly plan: Plan }
  | { readonly kind: 'journaled'; readonly fact: JournalFact }
  | Progress
  /** What is owed to the production is being done, or was tried. */
  | { readonly kind: 'production'; readonly phase: 'resuming' | 'resumed' }
  | { readonly kind: 'delivered'; readonly delivery: Delivery };

/** How far a step of an attempt has come; told so seldom that a step tells some hundred of them at most. */
export interface Progress {
  readonly kind: 'progress';
  readonly attempt: number;
  readonly step: 'backing-up' | 'installing';
  /** Whole documents. */
  readonly done: number;
  readonly of: number;
  /** From 0 to 1, parts of a document that is long under way included where the engine tells of them. */
  readonly share: number;
}

export type Tell = (event: PassEvent) => void;

/** Something that kept a pass from seeing all it should, without stopping it. */
export interface Problem {
  readonly type:
    | 'Unreachable'
    | 'MachineFault'
    | 'ChannelRefused'
    | 'ChannelStale'
    | 'SnapshotMissing'
    | 'ProductionOwed'
    | 'ConfigurationRefused'
    | 'DriftUnknown'
    | 'OverLimit'
    | 'StatusForked'
    | 'StateLost'
    | 'BackupMissing'
    | 'TermsIgnored';
  readonly message: string;
  /** The commit of the channel that an operator may let in all the same (`accept-channel`). */
  readonly acceptable?: ObjectId;
}
