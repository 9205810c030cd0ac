import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { join } from 'node:path';
import { failure } from '../../../base/failure.ts';
import type { MumpsDatabase } from './mumps-database.ts';
import { environmentOf } from './mumps-database.ts';

/** `mumps` runs M code, `mupip` works on database files. */
export type MumpsProgram = 'mumps' | 'mupip';

export interface StartOptions {
  /** Milliseconds until it is stopped; null: as long as it wants. */
  readonly timeLimit: number | null;
  /** Where it runs. Default: patchfleet's own folder of the database. */
  readonly folder?: string;
  /** Through `cat`, which joins what it writes: `mupip extract` writes a line in two calls. Default: no. */
  readonly joined?: boolean;
  /** `site`: in the character set of the site's own processes, for what compiles or runs its routines. Default: in patchfleet's, M. */
  readonly as?: 'site';
  /** Over what the database's own environment says. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A process of the database that was started, with pipes at its three streams. */
export interface MumpsProcess {
  /** Undefined where it could not be started. */
  readonly pid: number | undefined;
  readonly input: Writable;
  readonly output: Readable;
  readonly errors: Readable;
  /** Settles when it has ended and its streams are closed. Failure TARGET_UNREACHABLE: it could not be started. */
  readonly ended: Promise<MumpsEnd>;
  /** Settles when the process itself has ended; one that it started may still hold its streams. */
  readonly exited: Promise<void>;
  /** Asks it to end, which rolls an open transaction back; kills it where it has not ended after two seconds. */
  stop(): void;
}

export interface MumpsEnd {
  /** Null: ended by a signal. `mumps` that was asked to end ends with 241. */
  readonly code: number | null;
  /** True where the time limit ended it. */
  readonly late: boolean;
}

/**
 * Starts a program of the database in the database's environment, in patchfleet's own folder (where it is not made yet, the temporary one), as the head of a process group of
 * its own. Arguments reach it as they are: no shell.
 */
export function startMumps(
  database: MumpsDatabase,
  program: MumpsProgram,
  args: readonly string[],
  { timeLimit, environment = {}, folder = database.own, joined = false, as }: StartOptions,
): MumpsProcess {
  const command = [join(database.dist, program), ...args];
  const [file = '', ...rest] = joined ? ['/bin/sh', '-c', throughCat, 'sh', ...command] : command;
  const set = as === 'site' ? database.characterSet : 'M';
  const child = spawn(file, rest, {
    cwd: existsSync(folder) ? folder : database.temporary,
    env: { ...environmentOf(database, process.env, set), ...environment },
    stdio: 'pipe',
    detached: true,
  });
  let late = false;
  const stop = stopper(child);
  const timer =
    timeLimit === null
      ? null
      : setTimeout(() => {
          late = true;
          stop();
        }, timeLimit);
  child.stdin.on('error', () => undefined); // it ended before it had read all: its exit code tells
  const ended = endOf(child, database).finally(() => {
    if (timer !== null) clearTimeout(timer);
  });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
    child.once('error', () => {
      resolve();
    });
  });
  const told = ended.then((code) => ({ code, late }));
  told.catch(() => undefined); // who waits for it is told; nobody has to
  return {
    pid: child.pid,
    input: child.stdin,
    output: child.stdout,
    errors: child.stderr,
    ended: told,
    exited,
    stop,
  };
}

/** The exit code is the program's. */
const throughCat = 'exec 4>&1; code=$({ { "$@" 3>&- 4>&-; echo $? >&3; } | cat >&4; } 3>&1); exit "$code"';

function endOf(child: ChildProcess, { dist, own }: MumpsDatabase): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      const why = `its programs could not be started (${error.message}).`;
      reject(failure('TARGET_UNREACHABLE', { target: `${dist} in ${own}`, why }, error));
    });
    child.once('close', (code) => {
      resolve(code);
    });
  });
}

/** Killing at once would leave shared memory and an unfinished database header behind. */
const grace = 2_000;

function stopper(child: ChildProcess): () => void {
  let stopping = false;
  return () => {
    if (stopping || child.exitCode !== null || child.signalCode !== null) return;
    stopping = true;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), grace);
    child.once('close', () => {
      clearTimeout(timer);
    });
  };
}
