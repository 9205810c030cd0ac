import type { DocumentChange } from './change.ts';
import type { DocumentName } from './document-name.ts';

/** One document in the three states that a restore compares; null: it does not exist. */
export interface ThreeStates {
  readonly name: DocumentName;
  readonly before: Uint8Array | null;
  readonly written: Uint8Array | null;
  readonly now: Uint8Array | null;
}

/** What a restore does with one document, and what of it somebody else wrote meanwhile. */
export interface Restoration {
  /** Null: there is nothing to do. */
  readonly change: DocumentChange | null;
  /** References of nodes, or the document's name, that neither state explains: left as they are and listed. */
  readonly foreign: readonly string[];
}
