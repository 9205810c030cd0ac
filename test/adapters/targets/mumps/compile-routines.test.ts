import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeDisk } from '../../../../src/adapters/files/node-disk.ts';
import { callMumps } from '../../../../src/adapters/targets/mumps/call-process.ts';
import { compileRoutines } from '../../../../src/adapters/targets/mumps/compile-routines.ts';
import type { MumpsDatabase } from '../../../../src/adapters/targets/mumps/mumps-database.ts';
import { startMumps } from '../../../../src/adapters/targets/mumps/start-process.ts';
import { documentName } from '../../../../src/document/document-name.ts';
import { gtmDatabase, gtmTest, withoutGtm } from '../../../worlds/gtm-database.ts';
import { until } from '../../../worlds/until.ts';

const write = ({ routines }: MumpsDatabase, file: string, source: string) => {
  writeFileSync(join(routines[0], file), source);
};
const names = (...all: string[]) => all.map(documentName);

gtmTest(
  `of routines that do not compile is said where and why, and the others are compiled${withoutGtm}`,
  async (t) => {
    const database = await gtmDatabase(t);
    write(database, 'GOOD.m', 'GOOD ;\n quit\n');
    write(database, '_ZGOOD.m', '%ZGOOD ;\n quit\n');
    write(database, 'BAD.m', 'BAD ;\n set x=\n do ##class(A).B()\n quit\n');
    write(database, 'WORSE.m', 'WORSE ;\n set a=$zfoo(1)\n quit\n');
    const asked = names('BAD.m', 'GOOD.m', 'WORSE.m', '%ZGOOD.m', 'NONE.m', '^G', 'A.cls');
    t.deepEqual(await compileRoutines(database, asked, nodeDisk()), [
      { name: documentName('BAD.m'), why: 'line 2, column 8: Expression expected but not found' },
      { name: documentName('WORSE.m'), why: 'line 2, column 9: Invalid function name' },
    ]);
    const objects = database.objects ?? '';
    const made = ['GOOD.o', '_ZGOOD.o', 'BAD.o', 'WORSE.o'].filter((file) => existsSync(join(objects, file)));
    t.deepEqual(made, ['GOOD.o', '_ZGOOD.o']);
  },
);

gtmTest(`more routines than a command line holds are compiled all the same${withoutGtm}`, async (t) => {
  const database = await gtmDatabase(t);
  const all = Array.from({ length: 700 }, (_, number) => `PATCHEDROUTINENUMBER${number}`);
  for (const name of all) write(database, `${name}.m`, `${name} ;\n quit\n`);
  const asked = all.map((name) => documentName(`${name}.m`));
  t.deepEqual(await compileRoutines(database, asked, nodeDisk()), []);
  t.deepEqual(
    all.filter((name) => !existsSync(join(database.objects ?? '', `${name}.o`))),
    [],
  );
});

gtmTest(
  `where the database relinks, a running process takes up what was compiled anew${withoutGtm}`,
  async (t) => {
    const database = { ...(await gtmDatabase(t)), relink: true };
    write(database, 'TOLD.m', 'TOLD() quit "old"\n');
    await compileRoutines(database, names('TOLD.m'), nodeDisk());
    const running = startMumps(database, 'mumps', ['-direct'], { timeLimit: 60_000 });
    t.teardown(() => {
      running.stop();
    });
    let said = '';
    running.output.on('data', (piece: Buffer) => (said += piece.toString()));
    const ask = async (word: string) => {
      running.input.write('write $$^TOLD,!\n');
      await until(`the process says ${word}`, () => said.includes(word));
    };
    await ask('old');
    write(database, 'TOLD.m', 'TOLD() quit "new"\n');
    await compileRoutines(database, names('TOLD.m'), nodeDisk());
    await ask('new');
    t.regex(said, /old[^]*new/);
    const { output } = await callMumps(database, 'mumps', ['-run', '%XCMD', 'write $$^TOLD'], {
      timeLimit: 20_000,
    });
    t.is(output.toString(), 'new');
  },
);
