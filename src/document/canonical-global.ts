import type { DocumentName } from './document-name.ts';
import { isUnder, readGlobal, readNode, writeGlobal } from './global.ts';
import { writeReference } from './global-reference.ts';
import { writeMString } from './m-string.ts';
import type { LinePlace } from './node-lines.ts';
import { compareLines, firstLine, isAtEnd, lineAt, lineFrom, referenceAt } from './node-lines.ts';

/**
 * The same nodes in canonical bytes; null: there are none. Mostly they are canonical, which is found out without taking them apart. All must lie at or below `name`.
 * Failure INVALID_FILE as of `readGlobal`.
 */
export function canonicalGlobal(name: DocumentName, bytes: Uint8Array | null): Uint8Array | null {
  if (bytes === null || bytes.length === 0) return null;
  const canonical = isCanonical(bytes) ? bytes : writeGlobal(readGlobal(bytes, name));
  const place = firstLine(canonical);
  refuseStray(place, name);
  const last = canonical.lastIndexOf(newline, canonical.length - 2) + 1;
  refuseStray(lineFrom(canonical, last), name); // what lies between two nodes of a subtree is in it
  return canonical.length === 0 ? null : canonical;
}

function refuseStray(place: LinePlace, name: DocumentName): void {
  if (isAtEnd(place)) return;
  const reference = referenceAt(place);
  if (!isUnder(reference, name)) throw new Error(`${reference} does not lie below ${name}`);
}

function isCanonical(bytes: Uint8Array): boolean {
  if (bytes[bytes.length - 1] !== newline) return false;
  let [start, before] = [0, null as LinePlace | null];
  while (start < bytes.length) {
    const place = plainLine(bytes, start) ?? spelledLine(bytes, start);
    if (place === null || (before !== null && compareLines(before, place) >= 0)) return false;
    [start, before] = [place.next, place];
  }
  return true;
}

/** A line of which the bytes tell that it is canonical: whole numbers, printable texts. Null: it is no such line. */
function plainLine(bytes: Uint8Array, start: number): LinePlace | null {
  let at = plainName(bytes, start);
  if (at < 0) return null;
  if (bytes[at] === open) {
    do at = plainSubscript(bytes, at + 1);
    while (bytes[at] === comma);
    if (at < 0 || bytes[at] !== close) return null;
    at += 1;
  }
  if (bytes[at] !== equals || bytes[at + 1] !== quote) return null;
  const end = textEnd(bytes, at + 2);
  return end >= 0 && bytes[end] === newline ? { bytes, start, equals: at, next: end + 1 } : null;
}

function plainName(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== caret) return -1;
  const first = bytes[start + 1] === percent ? start + 2 : start + 1;
  let at = first;
  while (isLetter(bytes[at]) || (at > first && isDigit(bytes[at]))) at += 1;
  return at === first ? -1 : at;
}

/** Where what follows begins; -1: it is none. */
function plainSubscript(bytes: Uint8Array, start: number): number {
  if (bytes[start] === quote) {
    const end = textEnd(bytes, start + 1);
    return end < 0 || looksLikeNumber(bytes, start + 1, end - 1) ? -1 : end;
  }
  const first = bytes[start] === minus ? start + 1 : start;
  let at = first;
  while (isDigit(bytes[at])) at += 1;
  const digits = at - first;
  if (bytes[first] === zero) return digits === 1 && first === start ? at : -1;
  return digits > 0 && digits <= 15 ? at : -1;
}

/** Behind the quote that ends the text; -1: it is not printable, or does not end. */
function textEnd(bytes: Uint8Array, start: number): number {
  for (let at = start; ; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === quote) {
      if (bytes[at + 1] !== quote) return at + 1;
      at += 1;
    } else if (byte < 0x20 || byte > 0x7e) return -1;
  }
}

/** A number in quotes is spelled wrongly; whether it is one, the text has to tell. */
function looksLikeNumber(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at];
    if (!isDigit(byte) && byte !== minus && byte !== point) return false;
  }
  return end > start;
}

/** A line whose text, read and written, is what it was. */
function spelledLine(bytes: Uint8Array, start: number): LinePlace | null {
  const end = bytes.indexOf(newline, start);
  const line = lineAt({ bytes, start, equals: start, next: end + 1 });
  const node = readNode(line);
  if (node === null) return null;
  if (line !== `${writeReference(node.reference)}=${writeMString(node.value)}`) return null;
  return lineFrom(bytes, start);
}

function isDigit(byte = 0): boolean {
  return byte >= zero && byte <= 0x39;
}

function isLetter(byte = 0): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}

const newline = 0x0a;
const quote = 0x22;
const percent = 0x25;
const open = 0x28;
const close = 0x29;
const comma = 0x2c;
const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;
const equals = 0x3d;
const caret = 0x5e;
