/**
 * A string as M writes it in ZWR, in ASCII: printable characters in quotes (a quote doubled), all others by number:
 * `"a"_$C(13,10)_"b"`. Each UTF-16 unit is one M character.
 */
export function writeMString(text: string): string {
  if (/^[ !#-~]*$/.test(text)) return `"${text}"`;
  const runs = text.match(/[ -~]+|[^ -~]+/g) ?? [];
  return runs.map(writeRun).join('_');
}

function writeRun(run: string): string {
  if (/^[ -~]/.test(run)) return `"${run.replaceAll('"', '""')}"`;
  const codes = Array.from({ length: run.length }, (_, index) => run.charCodeAt(index));
  return `$C(${codes.join(',')})`;
}

/** An M string or number as it was found in a text, and where what follows it begins. */
export interface FoundText {
  readonly text: string;
  readonly end: number;
}

/**
 * Reads the M string expression at `start`: quoted parts, `$C(…)`, `$CHAR(…)` and `$ZCH(…)`, joined by `_`.
 * Null where there is none.
 */
export function readMString(source: string, start: number): FoundText | null {
  const first = readPart(source, start);
  if (first === null || source[first.end] !== '_') return first;
  const parts = [first.text];
  let at = first.end + 1;
  for (;;) {
    const part = readPart(source, at);
    if (part === null) return null;
    parts.push(part.text);
    at = part.end;
    if (source[at] !== '_') return { text: parts.join(''), end: at };
    at += 1;
  }
}

function readPart(source: string, start: number): FoundText | null {
  return source[start] === '"' ? readQuoted(source, start) : readCharacters(source, start);
}

function readQuoted(source: string, start: number): FoundText | null {
  let end = source.indexOf('"', start + 1);
  let doubled = false;
  while (end >= 0 && source[end + 1] === '"') {
    doubled = true;
    end = source.indexOf('"', end + 2);
  }
  if (end < 0) return null;
  const text = source.slice(start + 1, end);
  return { text: doubled ? text.replaceAll('""', '"') : text, end: end + 1 };
}

function readCharacters(source: string, start: number): FoundText | null {
  if (source[start] !== '$') return null;
  const pattern = /\$(?:CHAR|ZCHAR|ZCH|C)\((\d{1,5}(?:,\d{1,5})*)\)/iy;
  pattern.lastIndex = start;
  const match = pattern.exec(source);
  if (match === null) return null;
  const codes = (match[1] ?? '').split(',').map(Number);
  if (codes.some((code) => code > 0xffff)) return null;
  return { text: codes.map((code) => String.fromCharCode(code)).join(''), end: pattern.lastIndex };
}
