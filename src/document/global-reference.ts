import { canonicalNumberOf, compareCanonicalNumbers, isCanonicalNumber } from './m-number.ts';
import type { FoundText } from './m-string.ts';
import { readMString, writeMString } from './m-string.ts';

/** A global reference taken apart; subscripts as M characters, numbers in canonical form. */
export interface GlobalReference {
  /** With its `^`. */
  readonly name: string;
  readonly subscripts: readonly string[];
}

/** M allows no more levels that any engine here can hold (IRIS: 253 with the name's own limits; GT.M: 31). */
const mostSubscripts = 253;
/** What most subscripts are, and what is canonical as it stands. */
const smallInteger = /(?:0|-?[1-9]\d{0,14})(?![\d.])/y;
const namePattern = /\^%?[A-Za-z\u00aa-\uffff][A-Za-z0-9\u00aa-\uffff]*(?:\.[A-Za-z0-9\u00aa-\uffff]+)*|\^%/y;

/** Reads a whole reference such as `^G("a",1)`, however its subscripts are spelt; null where the text is none. */
export function parseReference(text: string): GlobalReference | null {
  const found = findReference(text);
  return found !== null && found.end === text.length ? found.reference : null;
}

/** Reads the reference that the text begins with, and says where what follows it begins. */
export function findReference(text: string): { reference: GlobalReference; end: number } | null {
  namePattern.lastIndex = 0;
  const name = namePattern.exec(text)?.[0];
  if (name === undefined) return null;
  if (text[name.length] !== '(') return { reference: { name, subscripts: [] }, end: name.length };
  const subscripts: string[] = [];
  let at = name.length;
  do {
    const subscript = readSubscript(text, at + 1);
    if (subscript === null || subscripts.length === mostSubscripts) return null;
    subscripts.push(subscript.text);
    at = subscript.end;
  } while (text[at] === ',');
  return text[at] === ')' ? { reference: { name, subscripts }, end: at + 1 } : null;
}

function readSubscript(text: string, start: number): FoundText | null {
  return readMString(text, start) ?? readNumber(text, start);
}

/** Reads the numeric literal at `start`, in canonical form; null where there is none. */
export function readNumber(text: string, start: number): FoundText | null {
  smallInteger.lastIndex = start;
  const small = smallInteger.exec(text)?.[0];
  if (small !== undefined) return { text: small, end: smallInteger.lastIndex };
  const pattern = /[+-]?[\d.]+/y;
  pattern.lastIndex = start;
  const canonical = canonicalNumberOf(pattern.exec(text)?.[0] ?? '');
  return canonical === null ? null : { text: canonical, end: pattern.lastIndex };
}

/** The canonical text of a reference: numbers bare, all else as M strings in ASCII. */
export function writeReference({ name, subscripts }: GlobalReference): string {
  if (subscripts.length === 0) return name;
  return `${name}(${subscripts.map(writeSubscript).join(',')})`;
}

function writeSubscript(subscript: string): string {
  return isCanonicalNumber(subscript) ? subscript : writeMString(subscript);
}

/** M collation: by name, then level by level; a node comes before the nodes below it. */
export function compareParsedReferences(a: GlobalReference, b: GlobalReference): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  const levels = Math.min(a.subscripts.length, b.subscripts.length);
  for (let level = 0; level < levels; level += 1) {
    const order = compareSubscripts(a.subscripts[level] ?? '', b.subscripts[level] ?? '');
    if (order !== 0) return order;
  }
  return a.subscripts.length - b.subscripts.length;
}

/** The empty string, then canonical numbers by value, then all other strings by code unit. */
export function compareSubscripts(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? -1 : 1;
  const numberA = isCanonicalNumber(a);
  if (numberA !== isCanonicalNumber(b)) return numberA ? -1 : 1;
  if (numberA) return compareCanonicalNumbers(a, b);
  return a < b ? -1 : 1;
}
