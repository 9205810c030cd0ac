import { canonicalGlobal } from './canonical-global.ts';
import type { DocumentName } from './document-name.ts';
import { areAlike, mergeLines } from './merge-lines.ts';
import type { LineMerge } from './merge-lines.ts';
import { lineAt } from './node-lines.ts';

/** How the nodes of two states of a global differ. */
export interface NodeDiff {
  /** Nodes in M collation with their values, the old one first; no more than were asked for. */
  readonly lines: readonly { readonly kind: 'old' | 'new'; readonly text: string }[];
  /** How many lines there are in all. */
  readonly length: number;
  readonly added: number;
  readonly changed: number;
  readonly deleted: number;
}

/**
 * Compares two states of a global or subtree node by node (null: it does not exist), in one walk through their bytes. Only the first `most` lines are
 * made into texts; all are counted. Failure INVALID_FILE as of `readGlobal`.
 */
export function diffNodes(
  name: DocumentName,
  before: Uint8Array | null,
  after: Uint8Array | null,
  most: number,
): NodeDiff {
  const lines: { readonly kind: 'old' | 'new'; readonly text: string }[] = [];
  const counts = { length: 0, added: 0, changed: 0, deleted: 0 };
  const show = ({ places, holds }: LineMerge, side: number): void => {
    const place = places[side];
    if (holds[side] !== true || place === undefined) return;
    counts.length += 1;
    if (lines.length < most) lines.push({ kind: side === 0 ? 'old' : 'new', text: lineAt(place) });
  };
  mergeLines([canonicalGlobal(name, before), canonicalGlobal(name, after)], (merge) => {
    if (areAlike(merge, 0, 1)) return;
    counts[kindOf(merge)] += 1;
    show(merge, 0);
    show(merge, 1);
  });
  return { lines, ...counts };
}

function kindOf({ holds }: LineMerge): 'added' | 'changed' | 'deleted' {
  if (holds[0] !== true) return 'added';
  return holds[1] === true ? 'changed' : 'deleted';
}
