import type { Digest } from '../base/digest.ts';
import type { PatchId } from '../base/names.ts';
import type { DocumentName } from '../document/document-name.ts';
import type { Inventory } from '../document/inventory.ts';
import type { AttemptAction } from '../journal/register-entry.ts';
import type { InstallSteps, VerifyCheck } from '../kit/manifest.ts';
import type { Trigger } from '../plan/plan.ts';
import type { RunStep } from '../ports/target.ts';

/** One attempt, decided: what to back up, what to leave behind, what to check. Install and removal differ only here. */
export interface AttemptTask {
  readonly attempt: number;
  readonly action: AttemptAction;
  readonly patch: PatchId;
  readonly releaseDigest: Digest;
  readonly trigger: Trigger;
  readonly bytes: number;
  /** Everything that the backup holds; the documents that are changed are among them. */
  readonly scope: readonly DocumentName[];
  readonly changes: readonly PlannedChange[];
  /** Single nodes of globals, in no document of the scope, that are changed besides. */
  readonly nodes: readonly PlannedNodes[];
  /** Why the backup that was just taken forbids to go on; null: nothing does. */
  readonly objection: (before: Inventory) => string | null;
  /** What is to become of the production around it. */
  readonly production: InstallSteps['production'];
  /** Code that may go in although it does not compile. */
  readonly uncompilable: readonly DocumentName[];
  readonly run: RunStep | null;
  readonly checks: readonly VerifyCheck[];
  /** Undone once it was verified: it is done to a copy, to see how it goes. */
  readonly rehearsal: boolean;
  /** What the changes left as others had written it; known once every change was computed. */
  readonly foreign: () => readonly string[];
}

/** What one document is to be, given its backup. */
export interface PlannedChange {
  readonly name: DocumentName;
  /** A global of which only some nodes are set. */
  readonly merges?: true;
  readonly after: (before: Uint8Array | null) => Uint8Array | null | Promise<Uint8Array | null>;
}

/** What some nodes of one global are to be, given what they are; bytes hold these nodes and no other. */
export interface PlannedNodes extends PlannedChange {
  readonly references: readonly string[];
}
