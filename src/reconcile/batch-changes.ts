import type { DocumentChange, GlobalEdit } from '../document/change.ts';

/** What is written in one go: edits of globals that stand side by side, or one other document. */
export type Batch =
  | { readonly kind: 'edits'; readonly edits: readonly GlobalEdit[] }
  | { readonly kind: 'document'; readonly change: Exclude<DocumentChange, GlobalEdit> };

/** So many characters of nodes are held at once, about; more go in several batches. */
const mostCharacters = 16 * 1024 * 1024;

/** Groups changes in their order. */
export async function* batchChanges(changes: AsyncIterable<DocumentChange>): AsyncGenerator<Batch> {
  let edits: GlobalEdit[] = [];
  let size = 0;
  for await (const change of changes) {
    const length = change.kind === 'edit' ? lengthOf(change) : 0;
    if (edits.length > 0 && (change.kind !== 'edit' || size + length > mostCharacters)) {
      yield { kind: 'edits', edits };
      [edits, size] = [[], 0];
    }
    if (change.kind === 'edit') {
      edits.push(change);
      size += length;
    } else yield { kind: 'document', change };
  }
  if (edits.length > 0) yield { kind: 'edits', edits };
}

function lengthOf({ from, to }: GlobalEdit): number {
  return (from?.length ?? 0) + (to?.length ?? 0);
}
