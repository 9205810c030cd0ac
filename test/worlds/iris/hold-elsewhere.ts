import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';

/** Starts another process that holds the target by this reach, and waits until it does. */
export async function holdElsewhere(
  t: ExecutionContext,
  kind: string,
  place: string,
): Promise<{ kill: () => Promise<void> }> {
  const program = fileURLToPath(new URL('hold-iris.program.js', import.meta.url));
  const child = spawn(process.execPath, [program, kind, place], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.teardown(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return {
    kill: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
