import { existsSync, statSync } from 'node:fs';
import { nodeDisk } from '../../../../src/adapters/files/node-disk.ts';
import { callMumps } from '../../../../src/adapters/targets/mumps/call-process.ts';
import { copyIn } from '../../../../src/adapters/targets/mumps/database-copy.ts';
import {
  forgetRun,
  foundWrites,
  makeRun,
  settleRun,
} from '../../../../src/adapters/targets/mumps/kept-run.ts';
import { prepareRun } from '../../../../src/adapters/targets/mumps/prepare-run.ts';
import type { RunRoom } from '../../../../src/adapters/targets/mumps/run-folder.ts';
import { runPlaces } from '../../../../src/adapters/targets/mumps/run-folder.ts';
import { runPatchCode } from '../../../../src/adapters/targets/mumps/run-patch-code.ts';
import { isFailure } from '../../../../src/base/failure.ts';
import type { GlobalWrite } from '../../../../src/document/global-write.ts';
import { diskFull, failingDisk } from '../../../worlds/failing-disk.ts';
import { gtmTest as test, withoutGtm } from '../../../worlds/gtm-database.ts';
import { aRunRoom, patchCode, runLines, sayM, writePatchCode, writesFound } from '../../../worlds/gtm-run.ts';

const step = { attempt: 1, entry: patchCode, parameters: {} };
const own = (...writes: readonly (readonly [kind: string, reference: string, value?: string])[]) =>
  writes.map(([kind, reference, value]) =>
    value === undefined ? { kind, reference, own: true } : { kind, reference, value, own: true },
  );
/** What a process says to these lines where the database is as it was before the run. */
const sayBefore = ({ database }: RunRoom, line: string) =>
  sayM({ database: copyIn(database, runPlaces(database).copy) }, line);

test(`every kind of write is found, in order, what was rolled back is not, and the copy knows what was before${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t);
  await sayM(room, 'set ^LabA="old",^LabA(1)="one",^LabA(1,2)="two",^LabB(1)="b"');
  const { ok, transcript } = await runLines(room, [
    'set ^LabA(1)="new",$extract(^LabA,2)="X"',
    'zkill ^LabA(1)',
    'kill ^LabA(1)',
    'tstart ():serial  set ^LabA(9)=9 trollback -1',
    'tstart ():serial  set ^LabC(1)=1 tcommit',
    'if $increment(^LabN)',
    'merge ^LabM=^LabB',
    'set ^LabS("",-1,.5,"01","a""b",$char(7))="1E3",^LabS(007)=+"1E3"',
  ]);
  t.true(ok, transcript);
  t.deepEqual(
    writesFound(room).map((write) => ({ ...write })),
    own(
      ['set', '^LabA(1)', 'new'],
      ['set', '^LabA', 'oXd'],
      ['kill-node', '^LabA(1)'],
      ['kill', '^LabA(1)'],
      ['set', '^LabC(1)', '1'],
      ['set', '^LabN', '1'],
      ['set', '^LabM(1)', 'b'],
      ['set', '^LabS("",-1,.5,"01","a""b",$C(7))', '1E3'],
      ['set', '^LabS(7)', '1000'],
    ) as readonly GlobalWrite[],
  );
  t.is(await sayBefore(room, 'write ^LabA,^LabA(1),^LabA(1,2),$data(^LabC)'), 'oldonetwo0');
});

test(`values of all bytes, lists and long values are found as they are${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t);
  const { ok, transcript } = await runLines(room, [
    'new all,i set all="" for i=0:1:255 set all=all_$zchar(i)',
    'set ^LabV(1)=all,^LabV(all)=$zchar(5,1)_"abc"_$zchar(3,4,255),^LabV(3)=$justify(all,1000000)',
  ]);
  t.true(ok, transcript);
  const all = String.fromCharCode(...Array.from({ length: 256 }, (_, code) => code));
  const values = writesFound(room).map((write) => (write.kind === 'set' ? write.value : null));
  t.deepEqual(values, [all, '\u0005\u0001abc\u0003\u0004\u00ff', all.padStart(1_000_000)]);
});

test(`what was committed halfway and what was set outside of a transaction is found${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t);
  const { ok } = await runLines(room, [
    'set ^LabA=1',
    'tcommit',
    'set ^LabB=2',
    'tstart ():serial',
    'set ^LabC=3',
    'write 1/0',
  ]);
  t.false(ok);
  t.deepEqual(writesFound(room), own(['set', '^LabA', '1'], ['set', '^LabB', '2']) as readonly GlobalWrite[]);
});

test(`what others wrote is told where the run wrote the same nodes, before the run and after it${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t);
  await sayM(room, 'set ^LabA(1)="copied",^LabK(1,2)=1');
  writePatchCode(room.database, ['set ^LabA(1)="run" kill ^LabK(1)', 'tcommit']);
  const record = await prepareRun(room, 1);
  await sayM(room, 'set ^LabA(1)="theirs, between",^LabA(2)="elsewhere"');
  await runPatchCode(room, record, step);
  await sayM(room, 'set ^LabK(1,7)="theirs, after",^LabK(2)=1 kill ^LabA');
  await settleRun(room);
  t.deepEqual(writesFound(room), [
    { kind: 'set', reference: '^LabA(1)', value: 'theirs, between', own: false },
    { kind: 'set', reference: '^LabA(1)', value: 'run', own: true },
    { kind: 'kill', reference: '^LabK(1)', own: true },
    { kind: 'set', reference: '^LabK(1,7)', value: 'theirs, after', own: false },
    { kind: 'kill', reference: '^LabA', own: false },
  ]);
  t.is(await sayBefore(room, 'write ^LabA(1)'), 'copied');
  const before = writesFound(room);
  await sayM(room, 'set ^LabA(1)="later"');
  await settleRun(room);
  t.deepEqual(writesFound(room), before, 'the answer stays what it was');
});

test(`a full journal file that was renamed while the run went on is read as well${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t);
  writePatchCode(room.database, [
    'tcommit',
    'set ^LabA=1',
    'zsystem "$gtm_dist/mupip set -journal=enable,on,before -region DEFAULT"',
    'set ^LabA=2',
  ]);
  await makeRun(room, step);
  t.deepEqual(writesFound(room), own(['set', '^LabA', '1'], ['set', '^LabA', '2']) as readonly GlobalWrite[]);
});

test(`where journaling is off, or goes off, it says that writes are not seen${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t);
  const journal = (state: string) =>
    callMumps(room.database, 'mupip', ['set', `-journal=${state}`, '-region', 'DEFAULT'], {
      timeLimit: 20_000,
    });
  await runLines(room, [
    'tcommit',
    'zsystem "$gtm_dist/mupip set -journal=off -region DEFAULT"',
    'set ^LabA=1',
  ]);
  const lost = foundWrites(room, 1);
  t.regex(lost?.kind === 'unobserved' ? lost.why : '', /journal/);
  await runLines(room, ['set ^LabA=1']);
  const off = foundWrites(room, 1);
  t.regex(off?.kind === 'unobserved' ? off.why : '', /journaling is off in the region DEFAULT/);
  await journal('enable,on,before');
});

test(`a run that changes triggers is not seen whole${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t);
  await runLines(room, [
    'if $ztrigger("item","+^LabA -commands=SET -xecute=""set ^LabT=1""")',
    'set ^LabA=1',
  ]);
  const found = foundWrites(room, 1);
  t.regex(found?.kind === 'unobserved' ? found.why : '', /triggers/);
});

test(`a database above the size is not copied, and its writes are found all the same${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t, { copyUpTo: 1024 });
  await sayM(room, 'set ^LabA=1');
  await runLines(room, ['set ^LabA=2']);
  const ours = writesFound(room).filter((write) => write.own);
  t.deepEqual(ours, own(['set', '^LabA', '2']) as readonly GlobalWrite[]);
  t.false(foundWrites(room, 1)?.copied);
  t.false(existsSync(runPlaces(room.database).copy));
});

test(`there is one copy at most, and none after the run is forgotten${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t);
  await runLines(room, ['set ^LabA=1']);
  await makeRun(room, { ...step, attempt: 2 });
  t.is(foundWrites(room, 1), null);
  await forgetRun(room, 1);
  t.true(statSync(runPlaces(room.database).copy).isDirectory());
  await forgetRun(room, 2);
  await forgetRun(room, 2);
  t.is(foundWrites(room, 2), null);
  t.false(existsSync(runPlaces(room.database).folder));
  t.is(await sayM(room, 'write $data(^PATCHFLEET)'), '0');
});

test(`where the disk is full nothing is started${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t);
  await runLines(room, []);
  await forgetRun(room, 1);
  writePatchCode(room.database, ['set ^LabA=1']);
  const effects = failingDisk(nodeDisk(), { after: Number.POSITIVE_INFINITY });
  await prepareRun({ ...room, disk: effects }, 1);
  await forgetRun(room, 1);
  for (let after = 0; after < effects.effects(); after += 1) {
    const disk = failingDisk(nodeDisk(), { after, times: 1, error: () => diskFull('full') });
    const error = await t.throwsAsync(makeRun({ ...room, disk }, step));
    t.true(isFailure(error, 'DISK_FULL'), `after ${after} writes`);
    t.is(await sayM(room, 'write $data(^LabA)'), '0');
    t.is(foundWrites(room, 1), null);
  }
});
