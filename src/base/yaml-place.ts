import type { Document } from 'yaml';
import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { IssuePath } from './issue-path.ts';

/** Where in a document: the value at a path, or (`atKey`) the key that is its last part. */
interface DocumentPlace {
  readonly path: IssuePath;
  readonly atKey: boolean;
}

/** Offset of a place; of the nearest thing around it where the place itself is missing; null in an empty document. */
export function offsetOf(document: Document.Parsed, { path, atKey }: DocumentPlace): number | null {
  let node: unknown = document.contents;
  let offset = startOf(node);
  for (const [depth, part] of path.entries()) {
    const step = stepInto(resolved(document, node), part);
    if (step === null) break;
    node = step.value;
    const wanted = atKey && depth === path.length - 1 ? step.key : step.value;
    offset = startOf(wanted) ?? startOf(step.key) ?? offset;
  }
  return offset;
}

function stepInto(node: unknown, part: PropertyKey): { key: unknown; value: unknown } | null {
  if (isSeq(node) && typeof part === 'number') return { key: null, value: node.items[part] };
  if (!isMap(node)) return null;
  const pair = node.items.find(({ key }) => isScalar(key) && key.value === part);
  return pair === undefined ? null : { key: pair.key, value: pair.value };
}

function resolved(document: Document.Parsed, node: unknown): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

function startOf(node: unknown): number | null {
  const range: unknown = (node as { range?: unknown } | null | undefined)?.range;
  return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : null;
}
