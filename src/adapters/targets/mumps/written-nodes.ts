import { isUnder, parseReference } from '../../../document/global.ts';
import { writeReference } from '../../../document/global-reference.ts';
import type { GlobalWrite } from '../../../document/global-write.ts';

/** The nodes that a run wrote: all that it takes to say whether somebody else's write touches one of them. */
export interface WrittenNodes {
  touches(write: GlobalWrite): boolean;
}

/** Keeps each reference once, whatever the number of writes. */
export function writtenNodes(writes: Iterable<GlobalWrite>): WrittenNodes {
  const written = new Set<string>();
  const killed = new Set<string>();
  for (const { kind, reference } of writes) {
    written.add(reference);
    if (kind === 'kill') killed.add(reference);
  }
  const sorted = [...written].sort();
  return {
    touches: ({ kind, reference }) =>
      written.has(reference) ||
      (killed.size > 0 && ancestorsOf(reference).some((ancestor) => killed.has(ancestor))) ||
      (kind === 'kill' && hasUnder(sorted, reference)),
  };
}

/** `^A`, `^A(1)` of `^A(1,2)`. */
function ancestorsOf(reference: string): readonly string[] {
  const parsed = parseReference(reference);
  if (parsed === null) return [];
  const { name, subscripts } = parsed;
  return subscripts.map((_, depth) => writeReference({ name, subscripts: subscripts.slice(0, depth) }));
}

/** True where one of the references, sorted by code unit, lies below `root`: they all begin with the same text and so stand together. */
function hasUnder(sorted: readonly string[], root: string): boolean {
  const prefix = root.endsWith(')') ? `${root.slice(0, -1)},` : `${root}(`;
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < prefix) low = middle + 1;
    else high = middle;
  }
  const found = sorted[low];
  return found !== undefined && isUnder(found, root);
}
