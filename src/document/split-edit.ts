import type { GlobalEdit } from './change.ts';
import { addHeld, collectLines, mergeLines } from './merge-lines.ts';

/** How much of an edit may be in one piece; at least one node is in each. */
interface PieceLimit {
  readonly nodes: number;
  readonly bytes: number;
}

/** An edit in pieces that together are the whole, in their order. */
export function splitEdit(edit: GlobalEdit, limit: PieceLimit): GlobalEdit[] {
  const { name, from, to } = edit;
  if (limit.nodes === Number.POSITIVE_INFINITY && sizeOf(edit) <= limit.bytes) return [edit];
  const pieces: GlobalEdit[] = [];
  let [was, is, nodes, bytes] = [collectLines(), collectLines(), 0, 0];
  const cut = (): void => {
    if (nodes > 0) pieces.push({ kind: 'edit', name, from: was.finish(), to: is.finish() });
    [was, is, nodes, bytes] = [collectLines(), collectLines(), 0, 0];
  };
  mergeLines([from, to], (merge) => {
    const size = merge.places.reduce(
      (sum, { start, next }, at) => sum + (merge.holds[at] ? next - start : 0),
      0,
    );
    if (nodes === limit.nodes || bytes + size > limit.bytes) cut();
    addHeld(merge, 0, was);
    addHeld(merge, 1, is);
    nodes += 1;
    bytes += size;
  });
  cut();
  return pieces;
}

/** Bytes of the nodes as they must be and as they are to be. */
export function sizeOf({ from, to }: Pick<GlobalEdit, 'from' | 'to'>): number {
  return (from?.length ?? 0) + (to?.length ?? 0);
}
