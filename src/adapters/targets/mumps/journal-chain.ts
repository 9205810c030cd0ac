import { statSync } from 'node:fs';
import { callMumps } from './call-process.ts';
import type { MumpsDatabase } from './mumps-database.ts';
import type { JournalFile } from './run-folder.ts';

/**
 * The journal files that hold everything since those were open, oldest first: a file that was full was renamed, and the one
 * that took its place names it. A text where that cannot be told: why.
 */
export async function journalsSince(
  database: MumpsDatabase,
  journals: readonly JournalFile[],
): Promise<readonly string[] | string> {
  const files: string[] = [];
  for (const journal of journals) {
    const chain = await chainOf(database, journal);
    if (typeof chain === 'string') return chain;
    files.push(...chain);
  }
  return files;
}

/** More journal files than a run can have filled. */
const longest = 1000;

async function chainOf(
  database: MumpsDatabase,
  { region, file, inode }: JournalFile,
): Promise<readonly string[] | string> {
  const chain: string[] = [];
  for (
    let next: string | null = file;
    next !== null && chain.length < longest;
    next = await previous(database, next)
  ) {
    const found = statSync(next, { throwIfNoEntry: false });
    if (found === undefined) break;
    chain.unshift(next);
    if (found.ino === inode) return chain;
  }
  return `the journal file of the region ${region} that was open when the run began is gone.`;
}

async function previous(database: MumpsDatabase, file: string): Promise<string | null> {
  const args = ['journal', '-show=header', '-forward', '-noverify', file];
  const { output, errors } = await callMumps(database, 'mupip', args, { timeLimit: 60_000 });
  const text = `${output.toString('latin1')}${errors.toString('latin1')}`;
  return /^ ?Prev journal file name[ \t]+(\S.*?)[ \t]*$/m.exec(text)?.[1] ?? null;
}
