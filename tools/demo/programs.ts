import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
/** The command line's program. */
export const patchfleetMain = join(root, 'dist', 'src', 'apps', 'cli', 'main.js');

interface Ran {
  readonly code: number | null;
  readonly out: string;
}

/** Runs the real `patchfleet` as a process of its own; what it says on standard error goes on to ours. */
export function patchfleet(args: readonly string[], cwd: string): Promise<Ran> {
  return run(process.execPath, [patchfleetMain, ...args], cwd);
}

/** Runs the git program without the configuration of this machine. Throws where it fails. */
export async function git(args: readonly string[], cwd: string): Promise<string> {
  const { code, out } = await run('git', args, cwd);
  if (code !== 0) throw new Error(`git ${args.join(' ')} ended with ${String(code)}`);
  return out;
}

/** Without the git configuration of this machine. */
export const cleanEnvironment = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
};

function run(program: string, args: readonly string[], cwd: string): Promise<Ran> {
  const child = spawn(program, args, {
    cwd,
    env: cleanEnvironment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, out });
    });
  });
}
