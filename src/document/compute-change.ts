import { digestOf } from '../base/digest.ts';
import { canonicalGlobal } from './canonical-global.ts';
import type { DocumentChange, GlobalEdit } from './change.ts';
import type { DocumentName } from './document-name.ts';
import { kindOf } from './document-name.ts';
import { addHeld, areAlike, collectLines, mergeLines } from './merge-lines.ts';

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
    return changeOfNodes(name, canonicalGlobal(name, before), canonicalGlobal(name, after));
  const expected = before === null ? null : digestOf(before);
  if (after !== null) {
    return digestOf(after) === expected ? null : { kind: 'put', name, bytes: after, expected };
  }
  return expected === null ? null : { kind: 'remove', name, expected };
}

function changeOfNodes(
  name: DocumentName,
  before: Uint8Array | null,
  after: Uint8Array | null,
): GlobalEdit | null {
  if (before === null || after === null) return editBetween(name, before, after);
  const [from, to] = [collectLines(), collectLines()];
  mergeLines([before, after], (merge) => {
    if (areAlike(merge, 0, 1)) return;
    addHeld(merge, 0, from);
    addHeld(merge, 1, to);
  });
  return editBetween(name, from.finish(), to.finish());
}

/** Null where no node is edited. */
export function editBetween(
  name: DocumentName,
  from: Uint8Array | null,
  to: Uint8Array | null,
): GlobalEdit | null {
  return from === null && to === null ? null : { kind: 'edit', name, from, to };
}
