import { digestOf } from '../base/digest.ts';
import type { DocumentChange, NodeEdit } from './change.ts';
import type { DocumentName } from './document-name.ts';
import { kindOf } from './document-name.ts';
import type { GlobalNode } from './global.ts';
import { compareReferences, isUnder, readGlobal, sortNodes } from './global.ts';

/**
 * The change that leads from `before` to `after` (canonical bytes; null: it does not exist); null where they are equal.
 * Of a global only the nodes that differ are edited, all of them at or below `name`.
 */
export function computeChange(
  name: DocumentName,
  before: Uint8Array | null,
  after: Uint8Array | null,
): DocumentChange | null {
  if (kindOf(name) === 'global')
    return changeOfNodes(name, computeEdits(nodesBelow(name, before), nodesBelow(name, after)));
  const expected = before === null ? null : digestOf(before);
  if (after !== null) {
    return digestOf(after) === expected ? null : { kind: 'put', name, bytes: after, expected };
  }
  return expected === null ? null : { kind: 'remove', name, expected };
}

/** Values by reference of a global's bytes. All nodes must lie at or below `name`. */
export function nodesOf(name: DocumentName, bytes: Uint8Array | null): Map<string, string> {
  return new Map(nodesBelow(name, bytes).map(({ reference, value }) => [reference, value]));
}

function nodesBelow(name: DocumentName, bytes: Uint8Array | null): readonly GlobalNode[] {
  const nodes = bytes === null ? [] : readGlobal(bytes, name);
  const stray = nodes.find(({ reference }) => !isUnder(reference, name));
  if (stray !== undefined) throw new Error(`${stray.reference} does not lie below ${name}`);
  return nodes;
}

/** Wraps edits into a change, in M collation; null where there are none. */
export function editOf(name: DocumentName, edits: readonly NodeEdit[]): DocumentChange | null {
  return changeOfNodes(name, sortNodes(edits));
}

function changeOfNodes(name: DocumentName, edits: readonly NodeEdit[]): DocumentChange | null {
  return edits.length === 0 ? null : { kind: 'edit', name, edits };
}

/** Both are in M collation, and so is what differs. */
function computeEdits(before: readonly GlobalNode[], after: readonly GlobalNode[]): NodeEdit[] {
  const edits: NodeEdit[] = [];
  let at = 0;
  for (const { reference, value: to } of after) {
    let was = before[at];
    for (; was !== undefined && compareReferences(was.reference, reference) < 0; was = before[(at += 1)])
      edits.push({ reference: was.reference, from: was.value, to: null });
    const from = was?.reference === reference ? was.value : null;
    if (from !== null) at += 1;
    if (from !== to) edits.push({ reference, from, to });
  }
  for (const { reference, value } of before.slice(at)) edits.push({ reference, from: value, to: null });
  return edits;
}
