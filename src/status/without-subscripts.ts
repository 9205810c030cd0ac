import type { HiddenRegion } from '../base/hidden-regions.ts';
import { withoutRegions } from '../base/hidden-regions.ts';

/**
 * Where subscripts begin: after every name that `document/global-reference.ts` reads, and more, for who spells a name wrongly tells a
 * patient's number all the same: `^`, a namespace before the name (`^|"LAB"|`, `^["LAB"]`), and all up to the parenthesis. Where `…`
 * follows, they were taken out before.
 */
const opening = /\^(?:\|[^|()^]*\||\[[^\][()^]*\])?[^ ()"^]*\((?!…)/g;

/** Longer than the subscripts of any global are, however they are written: with `^x("` never closed, text goes on to be shown there. */
const longest = 4096;

/**
 * The text with the subscripts of globals taken out: `^LabPatient("4711")` becomes `^LabPatient(…)`. A subscript can be a patient's
 * number. Where a parenthesis or a quote in it is not closed, as in a text that was cut, all that can belong to it is taken out. The
 * text never grows. A text of several lines is given whole, for a subscript can hold a newline.
 */
export function withoutSubscripts(text: string): string {
  return withoutRegions(text, subscriptRegions(text));
}

/**
 * Where subscripts stand. Every opening is read by itself, as if nothing stood before it: a quote that somebody forgot to close must
 * not make a subscript look like what stands outside of quotes.
 */
export function subscriptRegions(text: string): readonly HiddenRegion[] {
  if (!text.includes('^')) return [];
  const starts = new Set<number>();
  for (const match of text.matchAll(opening)) starts.add(match.index + match[0].length);
  return starts.size === 0 ? [] : [...regionsOfParity(text, starts, 0), ...regionsOfParity(text, starts, 1)];
}

/** Of the openings with an even (odd) number of quotes before them, which agree on what is quoted after them. */
function regionsOfParity(text: string, starts: ReadonlySet<number>, parity: 0 | 1): HiddenRegion[] {
  const found: HiddenRegion[] = [];
  const end = (start: number | null | undefined, at: number): void => {
    if (start !== null && start !== undefined)
      found.push({ start, end: Math.min(at, start + longest), instead: '…' });
  };
  const open: (number | null)[] = [];
  let quotes = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') quotes += 1;
    if (quotes % 2 !== parity) continue;
    if (character === '(' && (open.length > 0 || starts.has(at + 1)))
      open.push(starts.has(at + 1) ? at + 1 : null);
    if (character === ')') end(open.pop(), at);
  }
  for (const start of open) end(start, text.length);
  return found;
}
