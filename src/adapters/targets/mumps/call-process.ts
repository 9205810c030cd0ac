import type { Readable } from 'node:stream';
import type { MumpsDatabase } from './mumps-database.ts';
import type { MumpsEnd, MumpsProgram, StartOptions } from './start-process.ts';
import { startMumps } from './start-process.ts';

interface CallOptions extends StartOptions {
  /** What it reads; nothing where nothing is said. */
  readonly input?: Uint8Array | string;
}

/** A process of the database that has ended, and what it wrote: of each stream the first 4 MiB. */
export interface MumpsCall extends MumpsEnd {
  readonly output: Buffer;
  readonly errors: Buffer;
}

/** Starts a program of the database, gives it its input, and waits until it ends, whatever its exit code. Failure TARGET_UNREACHABLE where it cannot be started. */
export async function callMumps(
  database: MumpsDatabase,
  program: MumpsProgram,
  args: readonly string[],
  options: CallOptions,
): Promise<MumpsCall> {
  const started = startMumps(database, program, args, options);
  started.input.end(options.input);
  const [end, output, errors] = await Promise.all([
    started.ended,
    firstOf(started.output),
    firstOf(started.errors),
  ]);
  return { ...end, output, errors };
}

const most = 4 * 1024 * 1024;

/** Reads to the end, whatever is kept: a full pipe would stop the process. */
async function firstOf(stream: Readable): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of stream as AsyncIterable<Buffer>) {
    if (size < most) pieces.push(piece.subarray(0, most - size));
    size += piece.length;
  }
  return Buffer.concat(pieces);
}
