/** A register entry and a journal line list no more names than this. */
const mostListed = 1_000;

/** Names as an entry lists them: the first of very many, and how many more there are. */
export function listed(names: readonly string[]): readonly string[] {
  if (names.length <= mostListed) return names;
  return [...names.slice(0, mostListed), `and ${names.length - mostListed} more`];
}
