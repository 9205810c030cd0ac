import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import type { DocumentName } from '../../../document/document-name.ts';
import type { CompileProblem } from '../../../ports/target.ts';
import type { Disk } from '../../files/disk.ts';
import { callMumps } from './call-process.ts';
import type { MumpsDatabase } from './mumps-database.ts';
import { isRoutine, objectOf, sourceOf } from './routine-files.ts';

/**
 * Compiles these routines with the database's own compiler in the site's character set, many in one process of its own and on each processor, and lets running processes take them up where the
 * database relinks. What does not compile leaves no object: it fails when it is called, as it would have after any other change.
 */
export async function compileRoutines(
  database: MumpsDatabase,
  names: readonly DocumentName[],
  disk: Disk,
): Promise<readonly CompileProblem[]> {
  const present = names.filter((name) => isRoutine(name) && existsSync(sourceOf(database, name)));
  const problems: CompileProblem[] = [];
  for (const batch of batchesOf(present, (name) => sourceOf(database, name))) {
    const found = await Promise.all(partsOf(batch).map((part) => compileBatch(database, part)));
    problems.push(...found.flat());
  }
  for (const { name } of problems) disk.remove(objectOf(database, name));
  if (database.relink) await relink(database, present);
  return problems;
}

/** Characters of a command line that GT.M takes. */
const commandLine = 20_000;

/** As many as a command line holds, each with its text and a blank. */
export function batchesOf<T>(names: readonly T[], textOf: (name: T) => string): T[][] {
  const batches: T[][] = [];
  let length = commandLine;
  for (const name of names) {
    const more = textOf(name).length + 1;
    if (length + more > commandLine) {
      batches.push([]);
      length = 0;
    }
    batches.at(-1)?.push(name);
    length += more;
  }
  return batches;
}

/** For each processor a part, where that is worth a process. */
function partsOf(names: readonly DocumentName[]): DocumentName[][] {
  const parts = Math.max(1, Math.min(availableParallelism(), Math.floor(names.length / fewest)));
  const size = Math.ceil(names.length / parts);
  return Array.from({ length: parts }, (_, at) => names.slice(at * size, (at + 1) * size));
}

/** Routines for which a process is started beside another. */
const fewest = 20;

/** Milliseconds for a process, and for each of its routines. */
const patience = { process: 60_000, routine: 1_000 };

async function compileBatch(
  database: MumpsDatabase,
  names: readonly DocumentName[],
): Promise<readonly CompileProblem[]> {
  const sources = names.map((name) => sourceOf(database, name));
  const [first = ''] = names.map((name) => objectOf(database, name));
  const timeLimit = patience.process + names.length * patience.routine;
  const folder = dirname(first);
  const { code, late, errors } = await callMumps(database, 'mumps', sources, {
    timeLimit,
    folder,
    as: 'site',
  });
  if (code === 0) return [];
  const found = complaintsIn(errors.toString('latin1'));
  return names.flatMap((name) => {
    const missing = existsSync(objectOf(database, name)) ? null : 'the compiler made nothing of it';
    const why = found.get(sourceOf(database, name)) ?? (late ? 'compiling took too long' : missing);
    return why === null ? [] : [{ name, why }];
  });
}

/** The first error of each source file: its place, and what the compiler says. Warnings are none. */
function complaintsIn(output: string): ReadonlyMap<string, string> {
  const complaints = new Map<string, string>();
  const pattern = /At column (\d+), line (\d+), source module (.*)\n%\w+-[EF]-\w+, (.*)/g;
  for (const [, column, line, source = '', text] of output.matchAll(pattern))
    if (!complaints.has(source)) complaints.set(source, `line ${line}, column ${column}: ${text}`);
  return complaints;
}

/** GT.M Programmer's Guide, "ZRUpdate": processes that have an object linked take up the new one. */
async function relink(database: MumpsDatabase, names: readonly DocumentName[]): Promise<void> {
  for (const batch of batchesOf(names, (name) => objectOf(database, name))) {
    const objects = batch.map((name) => objectOf(database, name)).filter((file) => existsSync(file));
    const code = objects.map((file) => `zrupdate "${file}"`).join(' ');
    await callMumps(database, 'mumps', ['-run', '%XCMD', code], { timeLimit: patience.process, as: 'site' });
  }
}
