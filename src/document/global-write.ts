/** One write to a global, as a database's own journal records it; references are whole and canonical. */
export type GlobalWrite = {
  readonly reference: string;
  /** By the run that is looked at. */ readonly own: boolean;
} & (
  | { readonly kind: 'set'; readonly value: string }
  /** The node and everything below it. */
  | { readonly kind: 'kill' }
  /** The node's value only. */
  | { readonly kind: 'kill-node' }
);
