import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The compiled files that the bench is one of. */
export const compiled = join(fileURLToPath(import.meta.url), '..', '..');

/** Nothing of this machine's configuration has a say. */
export const quietGit = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };

/** Runs a program to its end and answers what it printed; throws where its exit code is not 0. */
export function runProgram(program: string, args: readonly string[], cwd?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: quietGit, stdio: ['ignore', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const complaints: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out).toString());
      else reject(new Error(`${program} ${args.join(' ')}: ${Buffer.concat(complaints).toString()}`));
    });
  });
}

/** Why a program cannot be a peer on this machine; null: it is installed. */
export function whyMissing(program: string): string | null {
  const { status } = spawnSync(program, ['--version'], { stdio: 'ignore' });
  return status === 0 ? null : `${program} is not installed`;
}
