import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { RunResult, RunStep } from '../../../ports/target.ts';
import { isEntry } from './preflight-globals.ts';
import { callDriver, driverEnvironment, installDriver } from './call-driver.ts';
import { runRoutine } from './run-driver.ts';
import type { RunRecord, RunRoom } from './run-folder.ts';
import { readIfThere, runPlaces } from './run-folder.ts';
import type { CharacterSet } from './mumps-database.ts';
import { endProcesses, runVariable } from './run-processes.ts';
import type { MumpsEnd } from './start-process.ts';
import { startMumps } from './start-process.ts';
import { watchProcesses } from './watch-processes.ts';

/**
 * Runs a patch's own code in a process of its own, inside a transaction, and waits until nothing of it is left. It worked only if the entry came back: exit code
 * 0, the secret that only the driver knows, and the transaction level as it was. The record must be durable.
 */
export async function runPatchCode(room: RunRoom, record: RunRecord, step: RunStep): Promise<EndedRun> {
  const refusal = whyNot(step);
  if (refusal !== null) return { ok: false, detail: refusal, transcript: '', killed: false };
  const secret = randomBytes(16).toString('hex');
  handOver(room, record, step, secret);
  const { end, left, transcript } = await runToItsEnd(room, record);
  const detail =
    left > 0 ? 'It left processes behind, which were ended.' : judge(room, end, { secret, transcript });
  const killed = end.code === null || left > 0;
  return { ok: detail === null, detail: detail ?? 'It came back.', transcript, killed };
}

/** A run that is over. */
interface EndedRun extends RunResult {
  /** True where one of its processes may have had no time to put its last update into the database. */
  readonly killed: boolean;
}

/** Bytes of a parameter's name and value together; M holds values of at most 1 MiB. */
const longestValue = 500_000;

function whyNot({ entry, parameters }: RunStep): string | null {
  if (!isEntry(entry)) return `${entry} is no LABEL^ROUTINE.`;
  const long = Object.entries(parameters).find(
    ([name, value]) => Buffer.byteLength(name) + Buffer.byteLength(value) > longestValue,
  );
  return long === undefined ? null : `The parameter ${long[0].slice(0, 80)} is too long.`;
}

function handOver({ database, disk }: RunRoom, record: RunRecord, step: RunStep, secret: string): void {
  const lines = [
    secret,
    `${record.attempt} ${record.id}`,
    step.entry,
    ...Object.entries(step.parameters).map(([name, value]) => `${hex(name)} ${hex(value)}`),
  ];
  disk.replace(runPlaces(database).handover, Buffer.from(`${lines.join('\n')}\n`));
}

function hex(text: string): string {
  return Buffer.from(text, 'utf8').toString('hex');
}

interface Ended {
  readonly end: MumpsEnd;
  /** Processes that the run's code had left behind. */
  readonly left: number;
  readonly transcript: string;
}

/** Leaves a mark in the journal when all processes of the run have ended. */
async function runToItsEnd(room: RunRoom, record: RunRecord): Promise<Ended> {
  installDriver(room.database, room.disk, room.database.characterSet);
  const watch = watchProcesses(room, record.id);
  try {
    return await startAndWait(room, record);
  } finally {
    watch.stop();
    await callDriver(room, 'over');
  }
}

async function startAndWait({ database, timeLimit }: RunRoom, { id }: RunRecord): Promise<Ended> {
  const { folder } = runPlaces(database);
  const started = startMumps(database, 'mumps', ['-run', `go^${runRoutine}`, folder], {
    timeLimit,
    as: 'site',
    environment: { ...driverEnvironment(database, database.characterSet), [runVariable]: id },
  });
  started.input.end();
  const streams = Promise.all([bounded(started.output), bounded(started.errors)]);
  await started.exited;
  const left = await endProcesses(id);
  if (left === null) throw new Error(`processes of the run ${id} cannot be ended`);
  const [output, errors] = await streams;
  const said = fromLineStart(`${output}${errors}`, mostTranscript);
  return { end: await started.ended, left, transcript: charactersOf(said, database.characterSet) };
}

/** Out of one character per byte. */
function charactersOf(text: string, set: CharacterSet): string {
  return set === 'M' ? text : Buffer.from(text, 'latin1').toString('utf8');
}

/** What a run says is kept up to this many bytes, of what is longer the beginning and the end. */
const mostTranscript = 64 * 1024;
const half = 30 * 1024;

async function bounded(stream: Readable): Promise<string> {
  let first = '';
  let last = '';
  let size = 0;
  for await (const piece of stream as AsyncIterable<Buffer>) {
    const text = piece.toString('latin1');
    size += text.length;
    const room = half - first.length;
    first += text.slice(0, Math.max(0, room));
    last = `${last}${text.slice(Math.max(0, room))}`.slice(-half);
  }
  if (size === first.length + last.length) return `${first}${last}`;
  const begin = first.slice(0, first.lastIndexOf('\n') + 1) || first;
  const end = fromLineStart(last, last.length - 1);
  return `${begin}\n[${size - begin.length - end.length} bytes are left out here]\n${end}`;
}

/** At most so many bytes of the end, from a line's start where there is one: half a word is not known any more as one that has to be hidden. */
function fromLineStart(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = text.slice(-most);
  return end.slice(end.indexOf('\n') + 1) || end;
}

/** Null: it worked. */
function judge(
  { database, timeLimit }: RunRoom,
  { code, late }: MumpsEnd,
  { secret, transcript }: { readonly secret: string; readonly transcript: string },
): string | null {
  if (late) return `It did not end within ${Math.round(timeLimit / 1000)} seconds and was ended.`;
  if (code === null) return 'Its process was killed.';
  const result = readIfThere(runPlaces(database).result)?.toString('latin1') ?? '';
  const [found, level, left] = result.trimEnd().split(' ');
  if (code !== 0) return `It ended with code ${code}${errorIn(transcript)}.`;
  if (found !== secret)
    return 'It ended its process instead of coming back (HALT, ZHALT, ZGOTO or the like).';
  if (level === 'restarted')
    return 'Too much is written here meanwhile: the database rolled it back, and it is not called a second time. Run it in a quiet hour.';
  if (level === '0') return 'It ended the transaction that was around it (TCOMMIT or TROLLBACK).';
  return level === '1' && left === '0' ? null : 'It left a transaction open.';
}

/** The last error that the driver told (`$ZSTATUS`: number, place, text), without its text: that can name nodes and values. */
function errorIn(transcript: string): string {
  const error = transcript.split('\n').findLast((line) => /^\d+,[^,]*,%[A-Z]+-[A-Z]-/.test(line));
  const [told] = /^[^,]*,%[A-Z]+-[A-Z]-[A-Z0-9]+/.exec(error?.replace(/^\d+,/, '') ?? '') ?? [];
  return told === undefined ? '' : `: ${told}; the transcript says more`;
}
