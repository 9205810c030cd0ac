/** `2017.2` out of what a server says of itself (`Cache for Windows (x86-64) 2017.2 (Build 543U)`); null: it does not say. */
export function versionOf(text: string): string | null {
  return /(?:^|[\s)])((?:19|20)\d\d\.\d+)/.exec(text)?.[1] ?? /(?:^|[\s)])(5\.\d+)/.exec(text)?.[1] ?? null;
}

/** True where both are known and the first is the later one. */
export function isNewer(one: string, other: string): boolean {
  const [a, b] = [numbersOf(one), numbersOf(other)];
  if (a === null || b === null) return false;
  return a.year !== b.year ? a.year > b.year : a.release > b.release;
}

function numbersOf(text: string): { readonly year: number; readonly release: number } | null {
  const [year, release] = versionOf(text)?.split('.').map(Number) ?? [];
  return year === undefined || release === undefined ? null : { year, release };
}
