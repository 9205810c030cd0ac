/**
 * A line of foreign code for people who judge it: what steers a terminal becomes a blank (tabs stay), and each character that is not seen and can make
 * others look to stand elsewhere (Unicode Technical Report 36, "Bidirectional Text Spoofing") or not at all is shown by its number: `<U+202E>`.
 */
export function visibleLine(text: string): string {
  return text
    .replace(/(?!\t)\p{Cc}/gu, ' ')
    .replace(/[\p{Cf}\u2028\u2029]/gu, (character) => `<U+${numberOf(character)}>`);
}

function numberOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
