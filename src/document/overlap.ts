import type { DocumentName } from './document-name.ts';
import { documentName, kindOf } from './document-name.ts';
import type { GlobalReference } from './global-reference.ts';
import { writeReference } from './global-reference.ts';
import type { GlobalNode } from './global.ts';
import { isUnder, parseReference } from './global.ts';

/** True where a change of one can change the other: the same document, or one global a subtree of the other. */
export function overlaps(a: DocumentName, b: DocumentName): boolean {
  if (a === b) return true;
  return kindOf(a) === 'global' && kindOf(b) === 'global' && (isUnder(a, b) || isUnder(b, a));
}

/**
 * The deepest subtree that holds all these nodes: `^Lab("in",1)` and `^Lab("in",2,"x")` lie in `^Lab("in")`, a single
 * node in itself. There must be a node, and all must be of one global.
 */
export function narrowestRoot(nodes: readonly Pick<GlobalNode, 'reference'>[]): DocumentName {
  const [first, ...rest] = nodes.map(({ reference }) => referenceOf(reference));
  if (first === undefined) throw new Error('no nodes');
  if (rest.some(({ name }) => name !== first.name)) throw new Error('nodes of several globals');
  const differs = (level: number): boolean =>
    rest.some(({ subscripts }) => subscripts[level] !== first.subscripts[level]);
  const depth = first.subscripts.findIndex((_, level) => differs(level));
  const subscripts = depth < 0 ? first.subscripts : first.subscripts.slice(0, depth);
  return documentName(writeReference({ name: first.name, subscripts }));
}

function referenceOf(text: string): GlobalReference {
  const reference = parseReference(text);
  if (reference === null) throw new Error(`not a global reference: ${text}`);
  return reference;
}
