/** The demo did not show what it promises. */
export class Broken extends Error {}

/** Says what was checked, or throws Broken with it. */
export function promise(what: string, kept: boolean, found?: unknown): void {
  if (!kept) throw new Broken(found === undefined ? what : `${what}; found: ${JSON.stringify(found)}`);
  console.log(`  ✔ ${what}`);
}
