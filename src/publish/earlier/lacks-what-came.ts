/**
 * True where a text has nothing of what a change brought to it: none of the lines that came, all of the lines that went. False where the change is of blanks only, or cannot be told by
 * lines.
 */
export function lacksWhatCame(before: Uint8Array, after: Uint8Array, text: Uint8Array): boolean {
  const [old, now, own] = [before, after, text].map(linesOf) as [Lines, Lines, Lines];
  const came = [...now].filter(([line, count]) => count > (old.get(line) ?? 0));
  const went = [...old].filter(([line, count]) => count > (now.get(line) ?? 0));
  return (
    came.length > 0 &&
    came.every(([line]) => (own.get(line) ?? 0) <= (old.get(line) ?? 0)) &&
    went.every(([line, count]) => (own.get(line) ?? 0) >= count)
  );
}

/** How often each line stands there; blank ones and single brackets say nothing. */
type Lines = ReadonlyMap<string, number>;

function linesOf(bytes: Uint8Array): Lines {
  const lines = new Map<string, number>();
  for (const raw of new TextDecoder().decode(bytes).split('\n')) {
    const line = raw.trim();
    if (/\w/.test(line)) lines.set(line, (lines.get(line) ?? 0) + 1);
  }
  return lines;
}
