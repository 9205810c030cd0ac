import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProcessLock } from '../../../src/adapters/targets/directory/process-lock.ts';
import { lockAddress, takeProcessLock } from '../../../src/adapters/targets/directory/process-lock.ts';
import type { HelperProcess } from './helper-stand-in.ts';

/** A process of the database: takes the LOCK and frees it, knows the time, and starts others by JOB. `die` is how it ends in the middle of its work. */
export function labProcess(folder: string, die: () => never): HelperProcess {
  let lock: ProcessLock | null = null;
  return {
    folder,
    held: false,
    takeLock: async () => {
      lock ??= await takeProcessLock(lockAddress(join(folder, 'lock'), process.platform));
      return lock !== null;
    },
    freeLock: async () => {
      await lock?.release();
      lock = null;
    },
    die,
    seconds: () => Date.now() / 1000,
    startRun: (attempt) => {
      const program = fileURLToPath(new URL('iris-session.program.js', import.meta.url));
      const child = spawn(process.execPath, [program, 'iris', folder, 'job-of-the-test', attempt], {
        ...{ stdio: 'ignore', detached: true },
      });
      child.unref();
      return child.pid ?? 0;
    },
  };
}
