import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { runCommandLine } from '../../src/apps/cli/run-command-line.ts';
import { terminalOver } from '../../src/apps/cli/terminal.ts';

const main = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'src', 'apps', 'cli', 'main.js');

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** What `--json` printed. */
  json(): Readonly<Record<string, unknown>>;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** So many at once: tests run side by side, and machines are small. */
let free = 2;
const waiting: (() => void)[] = [];

/** Runs a command line as the program does, without a terminal, in this process: starting one costs more than most commands. */
export function runPatchfleet(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return inTurn(() => runHere(args, options));
}

/** Runs the real program as users do, as a process of its own, without a terminal. */
export function runAsProcess(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return inTurn(() => startProgram(args, options));
}

async function inTurn(run: () => Promise<Ran>): Promise<Ran> {
  if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
  else free -= 1;
  try {
    return await run();
  } finally {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  }
}

async function runHere(args: readonly string[], { cwd = tmpdir(), env = {} }: RunOptions): Promise<Ran> {
  const [out, err] = [aStream(), aStream()];
  const code = await runCommandLine(args, {
    terminal: terminalOver(out.stream, err.stream, env),
    env,
    cwd,
    now: Date.now,
  });
  return ranWith(code, out.text(), err.text());
}

/** Standard output or error that goes to a file. */
function aStream(): { readonly stream: NodeJS.WriteStream; text(): string } {
  const stream = new PassThrough();
  const pieces: Buffer[] = [];
  stream.on('data', (piece: Buffer) => pieces.push(piece));
  return {
    stream: Object.assign(stream, { isTTY: false }) as unknown as NodeJS.WriteStream,
    text: () => Buffer.concat(pieces).toString(),
  };
}

async function startProgram(args: readonly string[], { cwd = tmpdir(), env = {} }: RunOptions): Promise<Ran> {
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: cwd, GIT_CONFIG_GLOBAL: '/dev/null', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return ranWith(code, out, err);
}

function ranWith(code: number | null, out: string, err: string): Ran {
  return { code, out, err, json: () => JSON.parse(out) as Readonly<Record<string, unknown>> };
}

/** A new empty folder, which the operating system clears away. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'patchfleet-'));
}
