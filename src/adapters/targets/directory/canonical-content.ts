import type { DocumentName } from '../../../document/document-name.ts';
import { documentName, kindOf } from '../../../document/document-name.ts';
import type { GlobalNode } from '../../../document/global.ts';
import { isUnder, readGlobal, writeGlobal } from '../../../document/global.ts';
import { failure } from '../../../base/failure.ts';

/**
 * Canonical bytes of a file that a person may have edited (newlines of Windows, a byte order mark, nodes in another order);
 * null: it holds no node, so that the global does not exist. Failure INVALID_FILE, with the lines, where a global cannot be read.
 */
export function canonicalContent(name: DocumentName, bytes: Uint8Array, file: string): Uint8Array | null {
  const kind = kindOf(name);
  switch (kind) {
    case 'global':
      return bytesOfNodes(nodesOfFile(name, bytes, file));
    case 'file':
      return canonicalText(bytes);
    case 'routine':
      return name.endsWith('.m') ? bytes : endedByNewline(canonicalText(bytes));
    case 'class':
    case 'include':
    case 'project':
    case 'other':
      return endedByNewline(canonicalText(bytes));
  }
}

/** What of a global's bytes is at or below the reference; null: no node. */
export function subtreeOf(root: DocumentName, bytes: Uint8Array): Uint8Array | null {
  return bytesOfNodes(readGlobal(bytes).filter(({ reference }) => isUnder(reference, root)));
}

/** The global that a subtree is a part of; any other name as it is. */
export function wholeGlobal(name: DocumentName): DocumentName {
  return kindOf(name) === 'global' ? documentName(name.replace(/\(.*$/s, '')) : name;
}

function nodesOfFile(name: DocumentName, bytes: Uint8Array, file: string): readonly GlobalNode[] {
  const nodes = readGlobal(withoutMark(bytes), file);
  const foreign = nodes.find(({ reference }) => !isUnder(reference, name));
  if (foreign === undefined) return nodes;
  const message = `${foreign.reference} does not belong to ${name}, the global of this file`;
  throw failure('INVALID_FILE', { issues: [{ file, line: 0, column: 0, path: '', message }] });
}

function bytesOfNodes(nodes: readonly GlobalNode[]): Uint8Array | null {
  return nodes.length === 0 ? null : writeGlobal(nodes);
}

/** Text gets LF newlines and loses a byte order mark; what is not UTF-8 or holds control characters stays as it is. */
function canonicalText(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(0x0d) && withoutMark(bytes) === bytes) return bytes;
  const text = textOf(bytes);
  return text === null ? bytes : new TextEncoder().encode(text.replace(/\r+\n/g, '\n'));
}

function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return /(?![\t\n\f\r])\p{Cc}/u.test(text) ? null : text;
  } catch {
    return null;
  }
}

/** UDL ends with a newline; XML, which begins with `<`, as it is. */
function endedByNewline(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0 || bytes[0] === 0x3c || bytes.at(-1) === 0x0a) return bytes;
  return Buffer.concat([bytes, Buffer.from('\n')]);
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}
