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
  const found: FoundNode[] = [];
  const issues: LineIssue[] = [];
  lines.forEach((line, index) => {
    const read = readNode(line.endsWith('\r') ? line.slice(0, -1) : line);
    if (read === null) issues.push({ line: index + 1, message: 'this is no node in ZWR' });
    else found.push({ key: read.reference, value: read.value, line: index + 1 });
  });
  const ordered = inOrder(found);
  const nodes = ordered.map(({ key, value }) => ({ reference: writeReference(key), value }));
  if (ordered !== found) issues.push(...givenTwice(nodes, ordered));
  if (issues.length === 0) return nodes;
  issues.sort((a, b) => a.line - b.line);
  throw failure('INVALID_FILE', {
    issues: issues.map(({ line, message }) => ({ file, line, column: 1, path: '', message })),
  });
}

interface FoundNode {
  readonly key: GlobalReference;
  readonly value: string;
  readonly line: number;
}

interface LineIssue {
  readonly line: number;
  readonly message: string;
}

/** Nodes that are alike stand side by side, in the order of their lines. */
function givenTwice(nodes: readonly GlobalNode[], ordered: readonly FoundNode[]): LineIssue[] {
  return ordered
    .filter((_, at) => at > 0 && nodes[at]?.reference === nodes[at - 1]?.reference)
    .map(({ line }) => ({ line, message: 'node given twice' }));
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

/** Nodes, or whatever has the reference of one, in M collation. */
export function sortNodes<T extends { readonly reference: string }>(nodes: readonly T[]): T[] {
  return inOrder(nodes.map((node) => ({ node, key: referenceOf(node.reference) }))).map(({ node }) => node);
}

/** The same list where each comes behind the one before it already, as databases give them; else another. */
function inOrder<T extends { readonly key: GlobalReference }>(items: readonly T[]): readonly T[] {
  let last: GlobalReference | null = null;
  for (const { key } of items) {
    if (last !== null && compareParsedReferences(last, key) >= 0)
      return items.toSorted((a, b) => compareParsedReferences(a.key, b.key));
    last = key;
  }
  return items;
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
