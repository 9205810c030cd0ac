import type { GlobalEdit, NodeEdit } from './change.ts';
import type { DocumentName } from './document-name.ts';
import { readGlobal, sortNodes } from './global.ts';
import { partOf } from './node-part.ts';

/** The edit of these nodes, none twice, in any order. */
export function editOf(name: DocumentName, edits: readonly NodeEdit[]): GlobalEdit {
  const from = partOf(edits.map((edit) => [edit.reference, edit.from] as const));
  return { kind: 'edit', name, from, to: partOf(edits.map((edit) => [edit.reference, edit.to] as const)) };
}

/** The nodes of an edit one by one, in M collation. */
export function nodeEditsOf({ from, to }: Pick<GlobalEdit, 'from' | 'to'>): NodeEdit[] {
  const edits = new Map<string, NodeEdit>();
  for (const { reference, value } of from === null ? [] : readGlobal(from))
    edits.set(reference, { reference, from: value, to: null });
  for (const { reference, value } of to === null ? [] : readGlobal(to))
    edits.set(reference, { reference, from: edits.get(reference)?.from ?? null, to: value });
  return sortNodes([...edits.values()]);
}
