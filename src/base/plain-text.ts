/**
 * One line of text that is safe to print and to keep: control characters (terminal escapes, newlines, bidirectional
 * overrides) become blanks, and what is longer than `limit` UTF-16 units is cut and ends in `…`.
 */
export function plainText(text: string, limit: number): string {
  const line = text.replace(/\p{Cc}+|[\u2028-\u202e\u2066-\u2069]+/gu, ' ').trim();
  return wellFormed(line.length <= limit ? line : `${line.slice(0, limit - 1)}…`);
}

/** Half a surrogate pair is no character: JSON could carry it, UTF-8 cannot. */
function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd');
}
