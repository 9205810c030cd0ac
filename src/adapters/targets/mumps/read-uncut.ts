import type { MumpsEnd } from './start-process.ts';

/** A program of the database that read for us was ended from outside: that tells nothing of what it would have read. */
export interface Cut {
  readonly kind: 'cut';
  readonly why: string;
}

/** So often it is read at most. */
const tries = 3;

/** Reads until nobody ends the program that reads, three times at most; what was read, or the last cut. */
export async function readUncut<T extends { readonly kind: string }>(
  read: () => Promise<T | Cut>,
): Promise<T | Cut> {
  let found = await read();
  for (let tried = 1; tried < tries && found.kind === 'cut'; tried += 1) found = await read();
  return found;
}

/** True: somebody else ended it by a signal. Programs of the database that are asked to end exit with 241, minus the number of SIGTERM. */
export function wasCut({ code, late }: MumpsEnd): boolean {
  return !late && (code === null || code === 241);
}
