import type { Failure } from '../../../base/failure.ts';
import { failure } from '../../../base/failure.ts';
import { readNode } from '../../../document/global.ts';
import { writeReference } from '../../../document/global-reference.ts';
import { callDriver } from './call-driver.ts';
import type { MumpsDatabase } from './mumps-database.ts';
import type { RunRecord, RunRoom } from './run-folder.ts';
import { readIfThere, runPlaces, runProcess } from './run-folder.ts';
import { startMumps } from './start-process.ts';

/** Keeps patchfleet's own global in a file: the run's code may write it, or kill it. */
export async function keepRegister({ database, disk }: RunRoom): Promise<void> {
  const { lines } = await readOwnGlobal(database);
  disk.replace(runPlaces(database).register, Buffer.from(lines.join('')));
}

/**
 * Puts patchfleet's own global back where the run has changed it, once; true where it had. The run must have ended in this very
 * database, and nobody may have written the global since.
 */
export async function mendRegister(room: RunRoom): Promise<boolean> {
  const kept = keptLines(room);
  if (kept === null) return false;
  const isChanged = kept.join('') !== (await readOwnGlobal(room.database)).lines.join('');
  if (isChanged) await putBack(room);
  room.disk.remove(runPlaces(room.database).register);
  return isChanged;
}

/**
 * The same for a run of which only the record is left. Database and state directory can each be restored from an older backup: the global is put back only where
 * the database has the mark of this run, or nothing of patchfleet's any more, and knows no entry that the file does not. Failure
 * REGISTER_DAMAGED otherwise.
 */
export async function mendLeftRegister(room: RunRoom, record: RunRecord): Promise<boolean> {
  if (keptLines(room) === null || runProcess(room.database) === null) return false;
  const trouble = await leftRegisterTrouble(room, record);
  if (trouble !== null) throw trouble;
  return mendRegister(room);
}

/** Failure REGISTER_DAMAGED where `mendLeftRegister` would throw it; null where it would not. Changes nothing. */
export async function leftRegisterTrouble(
  room: Pick<RunRoom, 'database'>,
  { attempt, id }: RunRecord,
): Promise<Failure | null> {
  const kept = keptLines(room);
  if (kept === null || runProcess(room.database) === null) return null;
  const { lines, mark } = await readOwnGlobal(room.database);
  if (kept.join('') === lines.join('')) return null;
  const isOurs = mark === `${attempt} ${id}` || (mark === null && lines.length === 0);
  if (isOurs && entriesIn(lines) <= entriesIn(kept)) return null;
  const { register } = runPlaces(room.database);
  const why =
    `it is not what it was before a run of attempt ${attempt} that was cut short, and it cannot be told whether that run changed it, or whether the ` +
    `database or the state directory was restored from a backup. Where the register in the database is right, remove the file ${register}; else restore the database.`;
  return failure('REGISTER_DAMAGED', { target: room.database.globalDirectory, why });
}

/** Null: nothing was kept, or it is mended. */
function keptLines({ database }: Pick<RunRoom, 'database'>): readonly string[] | null {
  const kept = readIfThere(runPlaces(database).register)?.toString() ?? null;
  return kept === null ? null : kept.split(/(?<=\n)/);
}

/** Entries of the register among these lines. */
function entriesIn(lines: readonly string[]): number {
  const entry = new RegExp(`^${hex('^PATCHFLEET("register",')}((?:3[0-9])+)`);
  return new Set(lines.map((line) => entry.exec(line)?.[1]).filter((number) => number !== undefined)).size;
}

async function putBack(room: RunRoom): Promise<void> {
  const { database } = room;
  const { code } = await callDriver(room, 'mend', [runPlaces(database).register]);
  if (code === 0) return;
  const why = `patchfleet's own global, which the run changed, could not be put back (code ${String(code)}).`;
  throw failure('TARGET_UNREACHABLE', { target: database.globalDirectory, why });
}

interface OwnGlobal {
  /** Reference and value of each node, both in hexadecimal, without the run's own mark and the name of who holds the lock. */
  readonly lines: readonly string[];
  /** Of the last run that was not forgotten. */
  readonly mark: string | null;
}

async function readOwnGlobal(database: MumpsDatabase): Promise<OwnGlobal> {
  const nodes = (await extractOwnGlobal(database)).split('\n').flatMap((line) => readNode(line) ?? []);
  const told = nodes.map(({ reference, value }) => ({ reference: writeReference(reference), value }));
  return {
    lines: told.filter(isKept).map(({ reference, value }) => `${hex(reference)} ${hex(value)}\n`),
    mark: told.find(({ reference }) => reference === '^PATCHFLEET("run")')?.value ?? null,
  };
}

async function extractOwnGlobal(database: MumpsDatabase): Promise<string> {
  const args = ['extract', '-format=zwr', '-select=PATCHFLEET', '-stdout'];
  const started = startMumps(database, 'mupip', args, { timeLimit: 10 * 60_000 });
  started.input.end();
  started.errors.resume();
  const pieces: Buffer[] = [];
  for await (const piece of started.output as AsyncIterable<Buffer>) pieces.push(piece);
  const { code } = await started.ended;
  if (code === 0 || code === nothingSelected) return Buffer.concat(pieces).toString('latin1');
  const why = `mupip extract ended with ${String(code)}.`;
  throw failure('TARGET_UNREACHABLE', { target: database.globalDirectory, why });
}

/** `mupip extract` of a global that is not there. */
const nothingSelected = 224;

function isKept({ reference }: { readonly reference: string }): boolean {
  return reference !== '^PATCHFLEET("run")' && reference !== '^PATCHFLEET("holder")';
}

function hex(text: string): string {
  return Buffer.from(text, 'latin1').toString('hex');
}
