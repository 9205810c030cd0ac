import { join } from 'node:path';
import { nodeDisk } from '../../../../src/adapters/files/node-disk.ts';
import { callMumps } from '../../../../src/adapters/targets/mumps/call-process.ts';
import { copyForRehearsal } from '../../../../src/adapters/targets/mumps/rehearsal-copy.ts';
import { gtmDatabase, gtmTest as test, withoutGtm } from '../../../worlds/gtm-database.ts';
import { sayM } from '../../../worlds/gtm-run.ts';
import { temporaryFolder } from '../../../worlds/temporary-folder.ts';

for (const [since, isWhole] of [
  ['record', true],
  ['database', false],
] as const)
  test(`a site's backup -since=${since} after a copy of ours ${isWhole ? 'goes' : 'does not go'} with its last full backup${withoutGtm}`, async (t) => {
    const database = await gtmDatabase(t);
    const folder = temporaryFolder(t);
    const [full, later] = [join(folder, 'full.dat'), join(folder, 'later.inc')];
    const mupip = async (...args: readonly string[]) => {
      const { code, output, errors } = await callMumps(database, 'mupip', args, { timeLimit: 60_000 });
      return { code, said: `${output.toString()}${errors.toString()}` };
    };
    await sayM({ database }, 'set ^LabA=1');
    t.is((await mupip('backup', '-record', '-bkupdbjnl=disable', 'DEFAULT', full)).code, 0);
    await sayM({ database }, 'set ^LabB=1');
    await (await copyForRehearsal(database, nodeDisk())).close();
    await sayM({ database }, 'set ^LabC=1');
    t.is((await mupip('backup', '-bytestream', `-since=${since}`, 'DEFAULT', later)).code, 0);
    const { code, said } = await mupip('restore', full, later);
    t.is(code === 0, isWhole, said);
  });
