import type { GlobalReference } from './global-reference.ts';

/**
 * References as most are, canonical as they stand: letters and digits in the name, subscripts that are whole numbers of up to 15 digits, or printable
 * ASCII without quotes, commas and parentheses that begins as no number does. They can be taken apart and compared as texts.
 */
const subscript = `(?:0|-?[1-9]\\d{0,14}|"(?![-.\\d])[ !#-'*+\\--~]*")`;
const pattern = new RegExp(`\\^%?[A-Za-z][A-Za-z0-9]*(?:\\((?:${subscript},)*${subscript}\\))?`, 'y');

/** Where the plain reference ends that the text begins with; -1: it begins with none. */
export function plainReferenceEnd(text: string): number {
  pattern.lastIndex = 0;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

export function isPlainReference(text: string): boolean {
  return plainReferenceEnd(text) === text.length;
}

/** Takes a plain reference apart. */
export function splitPlainReference(text: string): GlobalReference {
  const open = text.indexOf('(');
  if (open < 0) return { name: text, subscripts: [] };
  const parts = text.slice(open + 1, -1).split(',');
  return { name: text.slice(0, open), subscripts: parts.map(unquoted) };
}

/** M collation of two plain references. */
export function comparePlainReferences(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  if (at === a.length && at === b.length) return 0;
  const start = Math.max(a.lastIndexOf(',', at - 1), a.lastIndexOf('(', at - 1)) + 1;
  if (start === 0) return compareNames(a, b);
  const [x, y] = [partAt(a, start), partAt(b, start)];
  if (x === y) return a[start + x.length] === ')' ? -1 : 1;
  return compareSubscripts(x, y);
}

/** The names differ, or one has no subscripts. */
function compareNames(a: string, b: string): number {
  const [x, y] = [a, b].map((text) => splitPlainReference(text).name) as [string, string];
  return x === y ? a.length - b.length : x < y ? -1 : 1;
}

/** As it is written, up to the comma or parenthesis behind it. */
function partAt(text: string, start: number): string {
  const comma = text.indexOf(',', start);
  return text.slice(start, comma < 0 ? text.length - 1 : comma);
}

function compareSubscripts(x: string, y: string): number {
  if (x === '""' || y === '""') return x === '""' ? -1 : 1;
  const isText = x.startsWith('"');
  if (isText !== y.startsWith('"')) return isText ? 1 : -1;
  if (!isText) return Number(x) - Number(y);
  return unquoted(x) < unquoted(y) ? -1 : 1;
}

function unquoted(part: string): string {
  return part.startsWith('"') ? part.slice(1, -1) : part;
}
