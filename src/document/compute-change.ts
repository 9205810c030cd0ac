import { digestOf } from '../base/digest.ts';
import type { DocumentChange, NodeEdit } from './change.ts';
import type { DocumentName } from './document-name.ts';
import { kindOf } from './document-name.ts';
import { isUnder, readGlobal, sortNodes } from './global.ts';

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
    return editOf(name, computeEdits(nodesOf(name, before), nodesOf(name, after)));
  const expected = before === null ? null : digestOf(before);
  if (after !== null) {
    return digestOf(after) === expected ? null : { kind: 'put', name, bytes: after, expected };
  }
  return expected === null ? null : { kind: 'remove', name, expected };
}

/** Values by reference of a global's bytes. All nodes must lie at or below `name`. */
export function nodesOf(name: DocumentName, bytes: Uint8Array | null): Map<string, string> {
  const nodes = bytes === null ? [] : readGlobal(bytes, name);
  const stray = nodes.find(({ reference }) => !isUnder(reference, name));
  if (stray !== undefined) throw new Error(`${stray.reference} does not lie below ${name}`);
  return new Map(nodes.map(({ reference, value }) => [reference, value]));
}

/** Wraps edits into a change, in M collation; null where there are none. */
export function editOf(name: DocumentName, edits: readonly NodeEdit[]): DocumentChange | null {
  return edits.length === 0 ? null : { kind: 'edit', name, edits: sortNodes(edits) };
}

function computeEdits(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): NodeEdit[] {
  const edits: NodeEdit[] = [];
  for (const [reference, from] of before) {
    const to = after.get(reference) ?? null;
    if (from !== to) edits.push({ reference, from, to });
  }
  for (const [reference, to] of after) if (!before.has(reference)) edits.push({ reference, from: null, to });
  return edits;
}
