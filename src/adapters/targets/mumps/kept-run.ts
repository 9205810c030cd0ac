import { uptime, userInfo } from 'node:os';
import { failure, isFailure } from '../../../base/failure.ts';
import type { GlobalWrite } from '../../../document/global-write.ts';
import type { DoubtfulWrites, RunResult, RunStep } from '../../../ports/target.ts';
import { callDriver } from './call-driver.ts';
import { complaintsIn } from './complaints-in.ts';
import { readRegions, whyUnobserved } from './database-regions.ts';
import { journalsSince } from './journal-chain.ts';
import { extractJournals } from './journal-extract.ts';
import { prepareRun } from './prepare-run.ts';
import type { Cut } from './read-uncut.ts';
import { readUncut, wasCut } from './read-uncut.ts';
import type { Observation, RunRecord, RunRoom } from './run-folder.ts';
import { readIfThere, readRunRecord, runPlaces, runProcess } from './run-folder.ts';
import { runPatchCode } from './run-patch-code.ts';
import { endProcesses } from './run-processes.ts';
import { mendLeftRegister, mendRegister } from './run-register.ts';
import type { FoundWrites } from './run-writes.ts';
import { findRunWrites } from './run-writes.ts';
import type { MumpsEnd } from './start-process.ts';
import { whyTorn } from './torn-update.ts';
import { seenProcesses } from './watch-processes.ts';

/**
 * Runs a patch's code and finds what it wrote. The caller holds the target's lock. What makes it impossible to find and undo its writes later
 * keeps it from being started at all: Failure DISK_FULL, TARGET_UNREACHABLE.
 */
export async function makeRun(room: RunRoom, step: RunStep): Promise<RunResult> {
  const record = await prepareRun(room, step.attempt);
  const { killed, ...result } = await runPatchCode(room, record, step);
  const meddled = await mendRegister(room);
  await keepWrites(room, record, killed);
  if (!meddled) return result;
  return {
    ...result,
    ok: false,
    detail: 'It wrote to ^PATCHFLEET, where patchfleet keeps its own; that was put back.',
  };
}

/**
 * Ends a run that outlived the process which started it, and finds what it wrote. Called by whoever has got the target's lock, before
 * anything else is written. Failures TARGET_BUSY where a run cannot be ended, REGISTER_DAMAGED where what is kept is not of this database.
 */
export async function settleRun(room: RunRoom): Promise<void> {
  const { database, disk } = room;
  const record = readRunRecord(database);
  if (record === null) disk.removeFolder(runPlaces(database).folder);
  else if (readIfThere(runPlaces(database).writes) === null) {
    if ((await endProcesses(record.id)) === null) throw busy(room, record.id);
    await mendLeftRegister(room, record);
    await keepWrites(room, record, true);
  }
  await freeLock(room);
}

/** A run whose record is lost is known by its mark in the database. */
async function freeLock(room: RunRoom): Promise<void> {
  for (const isLast of [false, true]) {
    const { isFree, id } = await askForLast(room);
    if (isFree) return;
    if (isLast || id === undefined || (await endProcesses(id)) === null) throw busy(room, id ?? 'unknown');
  }
}

/** The run that was started last and not forgotten, by its mark in the database; null: there is none. */
export async function lastRun(room: RunRoom): Promise<{ readonly attempt: number } | null> {
  const { attempt } = await askForLast(room);
  return attempt === undefined ? null : { attempt: Number(attempt) };
}

async function askForLast(room: RunRoom): Promise<{
  readonly isFree: boolean;
  readonly attempt: string | undefined;
  readonly id: string | undefined;
}> {
  const { code, output } = await callDriver(room, 'free');
  const said = output.toString('latin1');
  const [, free, attempt, id] = /^([01]) (?:(\d+) ([0-9a-f]+))?\s*$/.exec(said) ?? [];
  if (code !== 0 || free === undefined) {
    const why = `the lock of its runs cannot be looked at${complaintsIn(said)}.`;
    throw failure('TARGET_UNREACHABLE', { target: room.database.globalDirectory, why });
  }
  return { isFree: free === '1', attempt, id };
}

function busy({ database }: RunRoom, id: string) {
  return failure('TARGET_BUSY', {
    target: database.globalDirectory,
    holder: `a run of a patch that goes on (PATCHFLEET_RUN=${id})`,
  });
}

/** Finds what a run wrote whose processes have ended, and keeps it. `killed`: they may have been killed. */
async function keepWrites(room: RunRoom, record: RunRecord, killed: boolean): Promise<void> {
  const told = await find(room, record);
  const torn = killed && told.kind === 'observed' ? await whyTorn(room, told.writes) : null;
  const found: FoundWrites = torn === null ? told : { kind: 'unobserved', why: torn };
  const lines =
    found.kind === 'observed' ? [{ kind: found.kind, doubtful: found.doubtful }, ...found.writes] : [found];
  room.disk.replace(runPlaces(room.database).writes, linesAsBytes(lines));
}

function linesAsBytes(lines: readonly object[]): Uint8Array {
  return Buffer.concat(lines.map((line) => Buffer.from(`${JSON.stringify(line)}\n`)));
}

async function find(room: RunRoom, record: RunRecord): Promise<FoundWrites> {
  const found = await readUncut<FoundWrites>(() => findOnce(room, record));
  return found.kind === 'cut' ? { kind: 'unobserved', why: found.why } : found;
}

async function findOnce(
  room: RunRoom,
  { attempt, id, observed, since }: RunRecord,
): Promise<FoundWrites | Cut> {
  const { database } = room;
  if (observed.kind === 'unobserved') return observed;
  const pid = runProcess(database);
  if (pid === null) return { kind: 'observed', writes: [], doubtful: null };
  const until = endOf(since);
  const seen = seenProcesses(room);
  const files = await writtenJournals(room, observed);
  if ('kind' in files) return files;
  const ends: MumpsEnd[] = [];
  try {
    const run = {
      pid,
      user: ownUser(),
      mark: `${attempt} ${id}`,
      since,
      until,
      seen,
      regions: observed.journals.length,
      alone: room.alone === true,
    };
    return await findRunWrites(() => extractJournals(database, files, (end) => ends.push(end)), run);
  } catch (error) {
    if (isFailure(error, 'TARGET_UNREACHABLE'))
      return { kind: ends.some(wasCut) ? 'cut' : 'unobserved', why: error.message };
    throw error;
  }
}

/** The database's programs are started as this user; null: the system has no name for it. */
function ownUser(): string | null {
  try {
    return userInfo().username;
  } catch {
    return null;
  }
}

/** A run that is looked for now has ended; no process lives on where the machine was started anew. */
function endOf(since: number): number {
  const started = Date.now() - uptime() * 1000;
  return started > since ? started : Date.now();
}

async function writtenJournals(
  room: RunRoom,
  { journals }: Extract<Observation, { kind: 'journal' }>,
): Promise<readonly string[] | Cut | Extract<FoundWrites, { kind: 'unobserved' }>> {
  const why = whyUnobserved(await readRegions(room));
  if (why !== null) return { kind: 'unobserved', why };
  const { code, late, output } = await callDriver(room, 'flush');
  if (code !== 0) {
    const said = `the journal cannot be brought to the disk${complaintsIn(output.toString('latin1'))}.`;
    return { kind: wasCut({ code, late }) ? 'cut' : 'unobserved', why: said };
  }
  const found = await journalsSince(room.database, journals);
  return typeof found === 'string' ? { kind: 'unobserved', why: found } : found;
}

/** What the run of this attempt wrote, as it was found when it had ended. */
export function foundWrites(
  { database }: Pick<RunRoom, 'database'>,
  attempt: number,
): (FoundWrites & { copied: boolean }) | null {
  const record = readRunRecord(database);
  const kept = readIfThere(runPlaces(database).writes);
  if (record?.attempt !== attempt || kept === null) return null;
  const [head, ...writes] = kept
    .toString()
    .split('\n')
    .slice(0, -1)
    .map((line): unknown => JSON.parse(line));
  const found = head as
    | { readonly kind: 'observed'; readonly doubtful: DoubtfulWrites | null }
    | { readonly kind: 'unobserved'; readonly why: string };
  const copied = record.observed.kind === 'journal' && record.observed.copied;
  return found.kind === 'observed'
    ? { ...found, writes: writes as GlobalWrite[], copied }
    : { ...found, copied };
}

/** Finds what the run of this attempt wrote where that was begun and not ended; nothing where there is nothing to find. */
export async function finishLeftRun(room: RunRoom, attempt: number): Promise<void> {
  const isKept = readIfThere(runPlaces(room.database).writes) !== null;
  if (!isKept && readRunRecord(room.database)?.attempt === attempt) await settleRun(room);
}

/** Drops what is kept of the run of this attempt. */
export async function forgetRun(room: RunRoom, attempt: number): Promise<void> {
  const { database, disk } = room;
  if (readRunRecord(database)?.attempt !== attempt) return;
  await callDriver(room, 'unmark');
  disk.removeFolder(runPlaces(database).folder);
}
