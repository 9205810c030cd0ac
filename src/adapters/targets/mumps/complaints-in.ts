/**
 * The names of the messages in what a program of the database says (`%GTM-E-JNLBADRECFMT`), as the end of a sentence: their text can name nodes,
 * values and what is not known to be harmless.
 */
export function complaintsIn(said: string): string {
  const names = new Set(Array.from(said.matchAll(/%[A-Z]{2,8}-[A-Z]-[A-Z0-9]+/g), ([name]) => name));
  return names.size === 0 ? '' : `: ${[...names].slice(0, 10).join(', ')}`;
}
