import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { temporaryFolder } from '../../../worlds/temporary-folder.ts';
import { runEngineContract } from '../engine-contract/run-engine-contract.ts';
import { open } from './filled-target.ts';

runEngineContract('directory', (t) => {
  const folder = temporaryFolder(t);
  return { open: () => open(folder), holdElsewhere: () => holdElsewhere(t, folder) };
});

async function holdElsewhere(t: ExecutionContext, folder: string) {
  const program = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'worlds', 'hold-target.js');
  const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
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
