import { failure } from '../base/failure.ts';
import type { GlobalReference } from './global-reference.ts';
import {
  compareParsedReferences,
  findReference,
  parseReference as parse,
  readNumber,
  writeReference,
} from './global-reference.ts';
import {
  comparePlainReferences,
  isPlainReference,
  plainReferenceEnd,
  splitPlainReference,
} from './plain-reference.ts';
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
  const nodes: GlobalNode[] = [];
  const issues: LineIssue[] = [];
  let [last, ordered] = ['', true]; // the last plain reference
  for (const [index, line] of lines.entries()) {
    const plain = plainNode(line);
    const node = plain ?? canonicalNode(line.endsWith('\r') ? line.slice(0, -1) : line);
    if (node === null) issues.push({ line: index + 1, message: 'this is no node in ZWR' });
    else nodes.push(node);
    ordered &&= plain !== null && (last === '' || comparePlainReferences(last, plain.reference) < 0);
    last = plain?.reference ?? '';
  }
  const sorted = ordered ? nodes : sortNodes(nodes);
  if (issues.length > 0 || hasTwins(sorted)) throw invalid(file, [...issues, ...twinsIn(lines)]);
  return sorted;
}

interface LineIssue {
  readonly line: number;
  readonly message: string;
}

/** A line that is canonical as it stands, read without taking it apart; null: it has to be. */
function plainNode(line: string): GlobalNode | null {
  const end = plainReferenceEnd(line);
  if (end < 0 || !line.startsWith('="', end) || !line.endsWith('"') || line.length < end + 3) return null;
  const value = quotedText(line.slice(end + 2, -1));
  return value === null ? null : { reference: line.slice(0, end), value };
}

/** What stands between two quotes, quotes in it doubled; null: it is not printable ASCII, or the quotes are others. */
function quotedText(inside: string): string | null {
  if (/[^ -~]/.test(inside)) return null;
  if (!inside.includes('"')) return inside;
  return inside.replaceAll('""', '').includes('"') ? null : inside.replaceAll('""', '"');
}

function canonicalNode(line: string): GlobalNode | null {
  const read = readNode(line);
  return read && { reference: writeReference(read.reference), value: read.value };
}

function hasTwins(sorted: readonly GlobalNode[]): boolean {
  return sorted.some(({ reference }, at) => reference === sorted[at - 1]?.reference);
}

function twinsIn(lines: readonly string[]): LineIssue[] {
  const seen = new Set<string>();
  return lines.flatMap((text, index) => {
    const reference = canonicalNode(text.endsWith('\r') ? text.slice(0, -1) : text)?.reference;
    if (reference === undefined || !seen.has(reference)) {
      if (reference !== undefined) seen.add(reference);
      return [];
    }
    return [{ line: index + 1, message: 'node given twice' }];
  });
}

function invalid(file: string, issues: readonly LineIssue[]): Error {
  const sorted = issues.toSorted((a, b) => a.line - b.line);
  return failure('INVALID_FILE', {
    issues: sorted.map(({ line, message }) => ({ file, line, column: 1, path: '', message })),
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

/** Nodes, or whatever has the reference of one, in M collation; not sorted where they stand in it, as databases give them. */
export function sortNodes<T extends { readonly reference: string }>(nodes: readonly T[]): T[] {
  const ordered = nodes.every(
    ({ reference }, at) => at === 0 || compareReferences(nodes[at - 1]?.reference ?? '', reference) < 0,
  );
  if (ordered) return [...nodes];
  return nodes
    .map((node) => ({ node, key: referenceOf(node.reference) }))
    .sort((a, b) => compareParsedReferences(a.key, b.key))
    .map(({ node }) => node);
}

/** M collation of two references. Both must be references. */
export function compareReferences(a: string, b: string): number {
  if (a === b) return 0;
  if (isPlainReference(a) && isPlainReference(b)) return comparePlainReferences(a, b);
  return compareParsedReferences(referenceOf(a), referenceOf(b));
}

/** Takes a reference apart, however its subscripts are spelt; null where the text is none. */
export function parseReference(text: string): GlobalReference | null {
  return isPlainReference(text) ? splitPlainReference(text) : parse(text);
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
