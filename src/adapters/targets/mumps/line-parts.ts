import type { LinePlace } from '../../../document/node-lines.ts';

/** Subscripts as bytes, one for each character, wherever they stand. */
export interface Subscripts {
  readonly bytes: Uint8Array;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** The subscripts of a line as they stand in it, without their quotes; null: some are not there as they are, but by number or with doubled quotes. */
export function subscriptsOf({ bytes, start, equals }: LinePlace): Subscripts | null {
  const [starts, ends] = [[] as number[], [] as number[]];
  for (let at = nameEnd(bytes, start, equals) + 1; at < equals; at += 1) {
    const quoted = bytes[at] === quote;
    if (quoted) at += 1;
    starts.push(at);
    at = quoted ? endOf(bytes, at, quote) : numberEnd(bytes, at);
    ends.push(at);
    if (quoted) at += 1;
    if (!isDelimiter(bytes[at])) return null;
  }
  return { bytes, starts, ends };
}

/** Where the parenthesis stands; else where the reference ends. */
function nameEnd(bytes: Uint8Array, start: number, equals: number): number {
  let at = start;
  while (at < equals && bytes[at] !== open) at += 1;
  return at;
}

/** Where this byte comes next. */
function endOf(bytes: Uint8Array, start: number, byte: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== byte) at += 1;
  return at;
}

/** The same for texts of which each character is a byte. */
export function subscriptsOfTexts(texts: readonly string[]): Subscripts {
  const [starts, ends] = [[] as number[], [] as number[]];
  let at = 0;
  for (const text of texts) {
    starts.push(at);
    at += text.length;
    ends.push(at);
  }
  return { bytes: Buffer.from(texts.join(''), 'latin1'), starts, ends };
}

/** How many of the first are the same. */
export function inCommon(a: Subscripts, b: Subscripts): number {
  const most = Math.min(a.starts.length, b.starts.length);
  let count = 0;
  while (count < most && sameSubscript(a, b, count)) count += 1;
  return count;
}

function sameSubscript(a: Subscripts, b: Subscripts, which: number): boolean {
  const [startA = 0, startB = 0] = [a.starts[which], b.starts[which]];
  const length = lengthOf(a, which);
  if (lengthOf(b, which) !== length) return false;
  for (let at = 0; at < length; at += 1) if (a.bytes[startA + at] !== b.bytes[startB + at]) return false;
  return true;
}

/** Bytes of one of them. */
export function lengthOf({ starts, ends }: Subscripts, which: number): number {
  return (ends[which] ?? 0) - (starts[which] ?? 0);
}

/**
 * Copies the value of a line, a text in quotes, and says where it ends; -1: some of its characters stand there by number. There must be room for
 * as many bytes as the line has.
 */
export function copyValue({ bytes, equals, next }: LinePlace, into: Uint8Array, start: number): number {
  if (bytes[equals + 1] !== quote) return -1;
  const last = next - 2; // the quote before the newline
  let to = start;
  for (let at = equals + 2; at < last; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === quote) {
      at += 1;
      if (at === last || bytes[at] !== quote) return -1;
    }
    into[to] = byte;
    to += 1;
  }
  return bytes[last] === quote ? to : -1;
}

function numberEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  while (!isDelimiter(bytes[at]) && bytes[at] !== open) at += 1;
  return at;
}

function isDelimiter(byte: number | undefined): boolean {
  return byte === comma || byte === close;
}

const quote = 0x22;
const open = 0x28;
const close = 0x29;
const comma = 0x2c;
