import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { nodeDisk } from '../../src/adapters/files/node-disk.ts';
import { callMumps } from '../../src/adapters/targets/mumps/call-process.ts';
import { foundWrites, makeRun } from '../../src/adapters/targets/mumps/kept-run.ts';
import type { MumpsDatabase } from '../../src/adapters/targets/mumps/mumps-database.ts';
import type { RunRoom } from '../../src/adapters/targets/mumps/run-folder.ts';
import type { GlobalWrite } from '../../src/document/global-write.ts';
import type { RunResult } from '../../src/ports/target.ts';
import { gtmDatabase } from './gtm-database.ts';
import { runLimits } from './run-limits.ts';

/** A new database in which runs are made: copied before a run, twenty seconds for each. */
export async function aRunRoom(t: ExecutionContext, limits: Partial<RunRoom> = {}): Promise<RunRoom> {
  const database = limits.database ?? (await gtmDatabase(t));
  return { disk: nodeDisk(), ...runLimits, ...limits, database };
}

/** Writes a routine's source, one character per byte. */
export function writeRoutine({ routines }: MumpsDatabase, name: string, lines: readonly string[]): void {
  writeFileSync(join(routines[0], `${name}.m`), lines.map((line) => `${line}\n`).join(''), 'latin1');
}

/** Writes lines of M as a patch's own code, `P014^LABP`. */
export function writePatchCode(database: MumpsDatabase, lines: readonly string[]): void {
  writeRoutine(database, 'LABP', ['LABP\t;', 'P014\t;', ...lines.map((line) => `\t${line}`), '\tquit']);
}

export const patchCode = 'P014^LABP';

/** Runs these lines of M as the patch's own code of attempt 1. */
export function runLines(
  room: RunRoom,
  lines: readonly string[],
  parameters: Readonly<Record<string, string>> = {},
): Promise<RunResult> {
  writePatchCode(room.database, lines);
  return makeRun(room, { attempt: 1, entry: patchCode, parameters });
}

/** After a process was killed in the middle of a commit, the database lets others wait for about a minute. */
const patience = 180_000;

/** What a process of its own says to these lines of M. */
export async function sayM({ database }: Pick<RunRoom, 'database'>, line: string): Promise<string> {
  const { output } = await callMumps(database, 'mumps', ['-run', '%XCMD', line], { timeLimit: patience });
  return output.toString('latin1');
}

/** What was found of attempt 1; throws where it was not. */
export function writesFound(room: RunRoom): readonly GlobalWrite[] {
  const found = foundWrites(room, 1);
  if (found?.kind !== 'observed') throw new Error(JSON.stringify(found));
  return found.writes;
}
