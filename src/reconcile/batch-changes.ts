import type { DocumentChange, GlobalEdit } from '../document/change.ts';

/** What is written in one go: edits of globals that stand side by side, or other documents that do. */
export type Batch =
  | { readonly kind: 'edits'; readonly edits: readonly GlobalEdit[] }
  | { readonly kind: 'documents'; readonly changes: readonly OtherChange[] };

/** A change of a document that is no global. */
export type OtherChange = Exclude<DocumentChange, GlobalEdit>;

/** So many bytes are held at once, about, and so many documents; more go in several batches. */
const mostBytes = 16 * 1024 * 1024;
const mostDocuments = 100;

/** Groups changes in their order. */
export async function* batchChanges(changes: AsyncIterable<DocumentChange>): AsyncGenerator<Batch> {
  let [edits, others, size] = [[] as GlobalEdit[], [] as OtherChange[], 0];
  for await (const change of changes) {
    const isOther = change.kind === 'edit' ? others.length > 0 : edits.length > 0;
    const bytes = sizeOf(change);
    if (isOther || size + bytes > mostBytes || others.length === mostDocuments) {
      yield* filled(edits, others);
      [edits, others, size] = [[], [], 0];
    }
    if (change.kind === 'edit') edits.push(change);
    else others.push(change);
    size += bytes;
  }
  yield* filled(edits, others);
}

function* filled(edits: readonly GlobalEdit[], changes: readonly OtherChange[]): Generator<Batch> {
  if (edits.length > 0) yield { kind: 'edits', edits };
  if (changes.length > 0) yield { kind: 'documents', changes };
}

function sizeOf(change: DocumentChange): number {
  switch (change.kind) {
    case 'edit':
      return (change.from?.length ?? 0) + (change.to?.length ?? 0);
    case 'put':
      return change.bytes.length;
    case 'remove':
      return 0;
  }
}
