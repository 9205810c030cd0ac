import { compareReferences } from './global.ts';

/**
 * A place in canonical bytes of a global (see global.ts), whose lines are read one after the other without making texts of them: a global can have millions. It
 * stands on the line from `start` to `next`, whose reference ends at `equals`; at the end `start` is the length.
 */
export interface LinePlace {
  readonly bytes: Uint8Array;
  start: number;
  equals: number;
  next: number;
}

/** On the first line of these bytes, which must be canonical. */
export function firstLine(bytes: Uint8Array | null): LinePlace {
  return lineFrom(bytes ?? new Uint8Array(), 0);
}

/** On the line that begins there. */
export function lineFrom(bytes: Uint8Array, start: number): LinePlace {
  const place = { bytes, start, equals: start, next: start };
  nextLine(place);
  return place;
}

export function nextLine(place: LinePlace): void {
  const { bytes, next } = place;
  const { length } = bytes;
  place.start = next;
  if (next >= length) return;
  let at = next;
  for (let quoted = false; at < length; at += 1) {
    const byte = bytes[at];
    if (byte === quote) quoted = !quoted;
    else if (byte === equals && !quoted) break;
  }
  if (at === length) throw new Error('a line without a value in the bytes of a global');
  place.equals = at;
  while (at < length && bytes[at] !== newline) at += 1;
  place.next = Math.min(at + 1, length);
}

export function isAtEnd({ bytes, start }: LinePlace): boolean {
  return start >= bytes.length;
}

/** Reference or whole line (without its newline) as a text. */
export function referenceAt({ bytes, start, equals: end }: LinePlace): string {
  return asText(bytes, start, end);
}

export function lineAt({ bytes, start, next }: LinePlace): string {
  return asText(bytes, start, next - 1);
}

function asText(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start, end));
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** True where both lines are the same; their references must be. */
export function sameLine(a: LinePlace, b: LinePlace): boolean {
  const length = a.next - a.start;
  if (b.next - b.start !== length) return false;
  for (let at = a.equals - a.start; at < length; at += 1)
    if (a.bytes[a.start + at] !== b.bytes[b.start + at]) return false;
  return true;
}

/** M collation of the references of two lines, as `compareReferences` has it. */
export function compareLines(a: LinePlace, b: LinePlace): number {
  const lengthA = a.equals - a.start;
  const lengthB = b.equals - b.start;
  const at = firstDifference(a, b, Math.min(lengthA, lengthB));
  if (at === lengthA && at === lengthB) return 0;
  const { part, quoted } = subscriptAt(a, at);
  if (part > 0 && at < lengthA && at < lengthB) {
    const order = quoted ? compareInside(a, b, at) : compareOutside(a, b, { at, part });
    if (order !== undefined) return order;
  }
  return compareReferences(referenceAt(a), referenceAt(b));
}

function firstDifference(
  { bytes: bytesA, start: startA }: LinePlace,
  { bytes: bytesB, start: startB }: LinePlace,
  length: number,
): number {
  let at = 0;
  while (at < length && bytesA[startA + at] === bytesB[startB + at]) at += 1;
  return at;
}

/** Where the subscript begins in which a place of the reference lies (0: it lies in the name), and whether that is between quotes. */
function subscriptAt({ bytes, start }: LinePlace, place: number): { part: number; quoted: boolean } {
  let part = 0;
  let quoted = false;
  for (let at = 0; at < place; at += 1) {
    const byte = bytes[start + at];
    if (byte === quote) quoted = !quoted;
    else if (!quoted && (byte === comma || byte === open)) part = at + 1;
  }
  return { part, quoted };
}

/** What differs stands between quotes: characters, unless one of the texts ends there. Undefined: it has to be looked at as a text. */
function compareInside(a: LinePlace, b: LinePlace, at: number): number | undefined {
  const [byteA = 0, byteB = 0] = [a.bytes[a.start + at], b.bytes[b.start + at]];
  if (byteA !== quote && byteB !== quote) return byteA - byteB;
  if (byteA === quote) return isDelimiter(a.bytes[a.start + at + 1]) ? -1 : undefined;
  return isDelimiter(b.bytes[b.start + at + 1]) ? 1 : undefined;
}

interface Difference {
  readonly at: number;
  /** Where the subscript begins. */
  readonly part: number;
}

/** Whole numbers, a number and a text, or a node and one below it. */
function compareOutside(a: LinePlace, b: LinePlace, { at, part }: Difference): number | undefined {
  const [byteA, byteB] = [a.bytes[a.start + at], b.bytes[b.start + at]];
  if (isDelimiter(byteA) && isDelimiter(byteB)) {
    const ended = byteA === close ? a : b;
    return ended.start + at + 1 === ended.equals ? (ended === a ? -1 : 1) : undefined;
  }
  const [numberA, numberB] = [numberAt(a, part), numberAt(b, part)];
  const order = numberA - numberB;
  return order < 0 || order > 0 ? order : undefined; // not where it is NaN, or both are the same
}

/** The whole number of at most 15 digits at a place of the reference; NaN: something else stands there. */
function numberAt({ bytes, start }: LinePlace, part: number): number {
  const negative = bytes[start + part] === minus;
  const first = start + part + (negative ? 1 : 0);
  let [at, number] = [first, 0];
  for (let byte = bytes[at] ?? 0; byte >= zero && byte <= nine; byte = bytes[at] ?? 0) {
    number = number * 10 + byte - zero;
    at += 1;
  }
  if (at === first || at - first > 15 || !isDelimiter(bytes[at])) return Number.NaN;
  return negative ? -number : number;
}

function isDelimiter(byte: number | undefined): boolean {
  return byte === comma || byte === close;
}

const newline = 0x0a;
const quote = 0x22;
const open = 0x28;
const close = 0x29;
const comma = 0x2c;
const minus = 0x2d;
const zero = 0x30;
const nine = 0x39;
const equals = 0x3d;
