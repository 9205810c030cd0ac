import type { Digest } from '../base/digest.ts';
import type { DocumentName } from './document-name.ts';

/**
 * One change of one document in a target. An engine does it whole or not at all, and only if the target still holds
 * what the change expects: nothing that somebody else wrote meanwhile is overwritten.
 */
export type DocumentChange =
  /** Not for globals. `expected` null: the document must not exist. */
  | {
      readonly kind: 'put';
      readonly name: DocumentName;
      readonly bytes: Uint8Array;
      readonly expected: Digest | null;
    }
  /** Not for globals. */
  | { readonly kind: 'remove'; readonly name: DocumentName; readonly expected: Digest }
  /**
   * Globals only: canonical bytes of the nodes that it touches, as they must be and as they are to be; null: none of them has a value. Other nodes
   * of the global are left as they are.
   */
  | {
      readonly kind: 'edit';
      readonly name: DocumentName;
      readonly from: Uint8Array | null;
      readonly to: Uint8Array | null;
    };

/** An edit of a global. */
export type GlobalEdit = Extract<DocumentChange, { kind: 'edit' }>;

/** One node of an edit, from one value to another; null is "no value". */
export interface NodeEdit {
  /** Whole reference in canonical form: `^LabRoute("in",1)`. */
  readonly reference: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** What became of a change: done, or left alone because the target holds something else than expected. */
export type ChangeResult =
  { readonly kind: 'applied' } | { readonly kind: 'conflict'; readonly found: Digest | null };
