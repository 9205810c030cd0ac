import { failure } from '../base/failure.ts';
import type { GlobalReference } from './global-reference.ts';
import {
  compareParsedReferences,
  findReference,
  parseReference as parse,
  readNumber,
  writeReference,
} from './global-reference.ts';
import { readMString, writeMString } from './m-string.ts';

/** One node of a global that has a value. Strings hold one character per M character: bytes 0 to 255, or UTF-16 units. */
export interface GlobalNode {
  /** Canonical: `^G("a",1)`. */
  readonly reference: string;
  readonly value: string;
}

/**
 * The nodes of a global's bytes (ZWR lines without header), in M collation. Lines may stand in any order and be spelt in
 * any way that M allows, so that a file mended by hand can be read; the result is canonical. Failure INVALID_FILE, naming
 * all lines of `file` that are no node or give a node twice.
 */
export function readGlobal(bytes: Uint8Array, file = 'global'): GlobalNode[] {
  const lines = decode(bytes, file).split('\n');
  if (lines.at(-1) === '') lines.pop();
  const seen = new Set<string>();
  const issues: { line: number; message: string }[] = [];
  const nodes = lines.flatMap((line, index) => {
    const read = readNode(line.endsWith('\r') ? line.slice(0, -1) : line);
    const node = read && { reference: writeReference(read.reference), value: read.value };
    const wrong =
      node === null ? 'this is no node in ZWR' : seen.has(node.reference) ? 'node given twice' : null;
    if (wrong !== null) issues.push({ line: index + 1, message: wrong });
    if (node === null) return [];
    seen.add(node.reference);
    return [node];
  });
  if (issues.length === 0) return sortNodes(nodes);
  throw failure('INVALID_FILE', {
    issues: issues.map(({ line, message }) => ({ file, line, column: 1, path: '', message })),
  });
}

function decode(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    const message = 'bytes that are not UTF-8; the lines of a global are ASCII';
    throw failure('INVALID_FILE', { issues: [{ file, line: 0, column: 0, path: '', message }] }, error);
  }
}

/** Reads one ZWR line `^G("a",1)="value"`; a value that is a number may stand without quotes. Null where it is none. */
export function readNode(line: string): { reference: GlobalReference; value: string } | null {
  const found = findReference(line);
  if (found === null || line[found.end] !== '=') return null;
  const value = readMString(line, found.end + 1) ?? readNumber(line, found.end + 1);
  if (value?.end !== line.length) return null;
  return { reference: found.reference, value: value.text };
}

/** The canonical bytes of a global: ZWR lines in ASCII, values quoted, in M collation. No node may be given twice. */
export function writeGlobal(nodes: readonly GlobalNode[]): Uint8Array {
  const lines = sortNodes(nodes).map(({ reference, value }) => `${reference}=${writeMString(value)}\n`);
  return new TextEncoder().encode(lines.join(''));
}

/** Nodes in M collation. */
export function sortNodes(nodes: readonly GlobalNode[]): GlobalNode[] {
  return nodes
    .map((node) => ({ node, key: referenceOf(node.reference) }))
    .sort((a, b) => compareParsedReferences(a.key, b.key))
    .map(({ node }) => node);
}

/** M collation of two references. Both must be references. */
export function compareReferences(a: string, b: string): number {
  return a === b ? 0 : compareParsedReferences(referenceOf(a), referenceOf(b));
}

/** Takes a reference apart, however its subscripts are spelt; null where the text is none. */
export function parseReference(text: string): GlobalReference | null {
  return parse(text);
}

/** True where `reference` is `root` itself or lies below it. Both must be canonical. */
export function isUnder(reference: string, root: string): boolean {
  if (reference === root) return true;
  return reference.startsWith(root.endsWith(')') ? `${root.slice(0, -1)},` : `${root}(`);
}

function referenceOf(text: string): GlobalReference {
  const reference = parse(text);
  if (reference === null) throw new Error(`not a global reference: ${text}`);
  return reference;
}
