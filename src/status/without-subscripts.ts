/**
 * Where subscripts begin: after every name that `document/global-reference.ts` reads, and more, for who spells a name wrongly tells a
 * patient's number all the same: `^`, a namespace before the name (`^|"LAB"|`, `^["LAB"]`), and all up to the parenthesis.
 */
const opening = /\^(?:\|[^|()^]*\||\[[^\][()^]*\])?[^ ()"^]*\(/g;

/**
 * The text with the subscripts of globals taken out: `^LabPatient("4711")` becomes `^LabPatient(…)`. A subscript can be a patient's
 * number. Where a parenthesis or a quote in it is not closed, as in a text that was cut, all that follows is taken out. The text never
 * grows.
 */
export function withoutSubscripts(text: string): string {
  let shown = '';
  let at = 0;
  opening.lastIndex = 0;
  while (opening.exec(text) !== null) {
    const start = opening.lastIndex;
    const end = endOfSubscripts(text, start);
    shown += `${text.slice(at, start)}${end > start ? '…' : ''}`;
    at = end;
    opening.lastIndex = end;
  }
  return shown + text.slice(at);
}

/** Where the parenthesis closes whose content begins at `start`; the end of the text where it does not. */
function endOfSubscripts(text: string, start: number): number {
  let depth = 1;
  let quoted = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') quoted = !quoted;
    if (quoted) continue;
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return text.length;
}
