import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Objection, PlannedDocument } from '../../../ports/target.ts';
import { callMumps } from './call-process.ts';
import { batchesOf } from './compile-routines.ts';
import type { MumpsDatabase } from './mumps-database.ts';
import { fileOf, isRoutine } from './routine-files.ts';

/**
 * Asks the database's own compiler about the routines of a patch, in a folder that is removed again; nothing is compiled into the target. Lines that it does not know are
 * no refusal: code for several systems has them, and only who calls such a line learns it.
 */
export async function preflightRoutines(
  database: MumpsDatabase,
  documents: readonly PlannedDocument[],
): Promise<readonly Objection[]> {
  const routines = documents.filter(({ name, bytes }) => bytes !== null && isRoutine(name));
  if (routines.length === 0) return [];
  const folder = mkdtempSync(join(tmpdir(), 'patchfleet-check-'));
  try {
    for (const { name, bytes } of routines) writeFileSync(join(folder, fileOf(name)), bytes ?? '');
    const complaints = new Map<string, readonly string[]>();
    for (const batch of batchesOf(routines, ({ name }) => fileOf(name)))
      for (const [file, lines] of await complaintsOf(database, folder, batch)) complaints.set(file, lines);
    return routines.flatMap(({ name }) => {
      const lines = complaints.get(fileOf(name));
      return lines === undefined ? [] : [{ kind: 'uncompilable' as const, name, why: asText(lines) }];
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds for a process, and for each of its routines. */
const patience = { process: 60_000, routine: 1_000 };

/** What the compiler says of each file, a text for each line of it. */
async function complaintsOf(
  database: MumpsDatabase,
  folder: string,
  routines: readonly PlannedDocument[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const args = ['-noobject', ...routines.map(({ name }) => fileOf(name))];
  const timeLimit = patience.process + routines.length * patience.routine;
  const { errors } = await callMumps(database, 'mumps', args, { timeLimit, folder, as: 'site' });
  const found = new Map<string, string[]>();
  const pattern = /At column (\d+), line (\d+), source module (.*)\n%\w+-[EF]-\w+, (.*)/g;
  for (const [, column, line, source = '', text] of errors.toString('latin1').matchAll(pattern)) {
    const file = basename(source);
    found.set(file, [...(found.get(file) ?? []), `line ${line}, column ${column}: ${text}`]);
  }
  return found;
}

const mostShown = 5;

function asText(lines: readonly string[]): string {
  const shown = lines.slice(0, mostShown).join('; ');
  const more = lines.length > mostShown ? `; and ${lines.length - mostShown} more` : '';
  return `it does not compile here (${shown}${more}). Who calls these lines gets an error.`;
}
