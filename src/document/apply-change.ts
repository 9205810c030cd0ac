import { digestOf } from '../base/digest.ts';
import type { DocumentChange, NodeEdit } from './change.ts';
import type { GlobalNode } from './global.ts';
import { readGlobal, writeGlobal } from './global.ts';
import { nodeEditsOf } from './node-edits.ts';

/** What a document's bytes become by a change; null bytes: it does not exist any more. */
type ChangedBytes =
  { readonly kind: 'applied'; readonly bytes: Uint8Array | null } | { readonly kind: 'conflict' };

/**
 * Applies a change to what the target holds now; a conflict where that is not what the change expects. For a global
 * `now` may hold more than the nodes at and below the change's name: the others stay as they are.
 */
export function changedBytes(change: DocumentChange, now: Uint8Array | null): ChangedBytes {
  const found = now === null ? null : digestOf(now);
  switch (change.kind) {
    case 'put':
      return found === change.expected ? { kind: 'applied', bytes: change.bytes } : { kind: 'conflict' };
    case 'remove':
      return found === change.expected ? { kind: 'applied', bytes: null } : { kind: 'conflict' };
    case 'edit':
      return editedBytes(nodeEditsOf(change), now === null ? [] : readGlobal(now, change.name));
  }
}

function editedBytes(edits: readonly NodeEdit[], now: readonly GlobalNode[]): ChangedBytes {
  const values = new Map(now.map(({ reference, value }) => [reference, value]));
  if (edits.some(({ reference, from }) => (values.get(reference) ?? null) !== from))
    return { kind: 'conflict' };
  for (const { reference, to } of edits) {
    if (to === null) values.delete(reference);
    else values.set(reference, to);
  }
  if (values.size === 0) return { kind: 'applied', bytes: null };
  const nodes = Array.from(values, ([reference, value]) => ({ reference, value }));
  return { kind: 'applied', bytes: writeGlobal(nodes) };
}
