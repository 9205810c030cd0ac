import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { nodeDisk } from '../../../../src/adapters/files/node-disk.ts';
import { globalOf } from '../../../../src/adapters/targets/mumps/held-documents.ts';
import type { MumpsDatabase } from '../../../../src/adapters/targets/mumps/mumps-database.ts';
import { openMumpsTarget } from '../../../../src/adapters/targets/mumps/open-mumps-target.ts';
import { isRoutine } from '../../../../src/adapters/targets/mumps/routine-files.ts';
import { documentName } from '../../../../src/document/document-name.ts';
import { gtmDatabase, gtmMissing } from '../../../worlds/gtm-database.ts';
import { runEngineContract } from '../engine-contract/run-engine-contract.ts';
import { runLimits } from '../../../worlds/run-limits.ts';

runEngineContract(
  'mumps',
  async (t) => {
    const database = await gtmDatabase(t);
    return {
      open: () => openMumpsTarget({ database, disk: nodeDisk(), ...runLimits }),
      holdElsewhere: () => holdElsewhere(t, database),
    };
  },
  {},
  {
    missing: gtmMissing,
    four: ['A.m', 'B.m', 'C.m', 'X.m'],
    alike: ['LAB.m', 'lab.m', 'Lab.m', '%LAB.m', 'LAB1.m'],
    refuses: (text) => {
      const name = documentName(text);
      if (isRoutine(name) || globalOf(name) !== null) return null;
      return 'GT.M holds routines NAME.m and globals, whose names have no dot';
    },
  },
);

async function holdElsewhere(t: ExecutionContext, database: MumpsDatabase) {
  const program = join(
    dirname(fileURLToPath(import.meta.url)),
    '..',
    '..',
    '..',
    'worlds',
    'hold-gtm-database.js',
  );
  const child = spawn(process.execPath, [program, JSON.stringify(database)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
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
