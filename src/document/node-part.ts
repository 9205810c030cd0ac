import type { DocumentName } from './document-name.ts';
import { documentName } from './document-name.ts';
import { isUnder, readGlobal, writeGlobal } from './global.ts';

/** The bytes of these nodes, which may be some of a global only; null: none has a value. */
export function partOf(
  nodes: Iterable<readonly [reference: string, value: string | null]>,
): Uint8Array | null {
  const valued = [...nodes].flatMap(([reference, value]) => (value === null ? [] : [{ reference, value }]));
  return valued.length === 0 ? null : writeGlobal(valued);
}

/** Values by reference. */
export function valuesOf(part: Uint8Array | null): Map<string, string> {
  return new Map(part === null ? [] : readGlobal(part).map(({ reference, value }) => [reference, value]));
}

/** The bytes of a global or subtree with these nodes changed (null: has no value any more). */
export function withNodes(
  bytes: Uint8Array | null,
  changes: Iterable<readonly [reference: string, value: string | null]>,
): Uint8Array | null {
  return partOf(new Map<string, string | null>([...valuesOf(bytes), ...changes]));
}

/** The bytes of a global with the nodes below `root` replaced by those of `part`. */
export function withSubtree(
  bytes: Uint8Array | null,
  root: DocumentName,
  part: Uint8Array | null,
): Uint8Array | null {
  const kept = [...valuesOf(bytes)].filter(([reference]) => !isUnder(reference, root));
  return partOf([...kept, ...valuesOf(part)]);
}

/** Nodes by the global that they belong to. */
export function byGlobal<T>(nodes: ReadonlyMap<string, T>): Map<DocumentName, Map<string, T>> {
  const globals = new Map<DocumentName, Map<string, T>>();
  for (const [reference, value] of nodes) {
    const name = documentName(reference.replace(/\(.*$/s, ''));
    const found = globals.get(name) ?? new Map<string, T>();
    globals.set(name, found.set(reference, value));
  }
  return globals;
}
