import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

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

/** Runs the real program as users do, as a process of its own, without a terminal. */
export async function runPatchfleet(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
  else free -= 1;
  try {
    return await run(args, options);
  } finally {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  }
}

async function run(args: readonly string[], { cwd = tmpdir(), env = {} }: RunOptions): Promise<Ran> {
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
  return { code, out, err, json: () => JSON.parse(out) as Readonly<Record<string, unknown>> };
}

/** A new empty folder, which the operating system clears away. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'patchfleet-'));
}
