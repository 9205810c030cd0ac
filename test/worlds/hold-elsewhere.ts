import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';

/** Another process that holds a target. */
export interface HolderElsewhere {
  /** Ends it on the spot, and waits until it is gone. */
  kill(): Promise<void>;
}

/** Starts the program of this folder, which holds what its arguments name and says so, and waits until it does. */
export async function holdElsewhere(
  t: ExecutionContext,
  program: string,
  args: readonly string[],
): Promise<HolderElsewhere> {
  const file = fileURLToPath(new URL(program, import.meta.url));
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  t.teardown(() => child.kill('SIGKILL'));
  const holds = once(child.stdout, 'data').then(() => true);
  if (!(await Promise.race([holds, ended.then(() => false)]))) throw new Error(`${program} ended by itself`);
  return {
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
