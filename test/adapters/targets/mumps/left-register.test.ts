import { rmSync, writeFileSync } from 'node:fs';
import type { ExecutionContext } from 'ava';
import type { Disk } from '../../../../src/adapters/files/disk.ts';
import { foundWrites, makeRun, settleRun } from '../../../../src/adapters/targets/mumps/kept-run.ts';
import { prepareRun } from '../../../../src/adapters/targets/mumps/prepare-run.ts';
import type { RunRoom } from '../../../../src/adapters/targets/mumps/run-folder.ts';
import { runPlaces } from '../../../../src/adapters/targets/mumps/run-folder.ts';
import { runPatchCode } from '../../../../src/adapters/targets/mumps/run-patch-code.ts';
import { runsOf } from '../../../../src/adapters/targets/mumps/run-session.ts';
import { isFailure } from '../../../../src/base/failure.ts';
import { diskFull } from '../../../worlds/failing-disk.ts';
import { gtmTest as test, withoutGtm } from '../../../worlds/gtm-database.ts';
import { aRunRoom, patchCode, sayM, writePatchCode } from '../../../worlds/gtm-run.ts';

const step = { attempt: 1, entry: patchCode, parameters: {} };
const entries = 'set ^PATCHFLEET("register",1,1)="{1}",^PATCHFLEET("register",2,1)="{2}"';
const shown = 'zwrite:$data(^PATCHFLEET) ^PATCHFLEET';

/** A run that ended, and whose agent was gone before it had looked at what it left. */
async function aLeftRun(t: ExecutionContext, line: string): Promise<RunRoom> {
  const room = await aRunRoom(t);
  await sayM(room, entries);
  writePatchCode(room.database, [line]);
  const record = await prepareRun(room, 1);
  const { ok, transcript } = await runPatchCode(room, record, step);
  t.true(ok, transcript);
  return room;
}

/** A disk that is full when it comes to what the run wrote. */
function aDiskWithoutWrites({ disk }: RunRoom): Disk {
  return {
    ...disk,
    replace: (path, bytes) => {
      if (path.endsWith('writes.jsonl')) throw diskFull(path);
      disk.replace(path, bytes);
    },
  };
}

async function isLeftAlone(t: ExecutionContext, room: RunRoom): Promise<void> {
  const before = await sayM(room, shown);
  const error = await t.throwsAsync(settleRun(room));
  t.true(isFailure(error, 'REGISTER_DAMAGED'), String(error));
  t.is(await sayM(room, shown), before);
  rmSync(runPlaces(room.database).register);
  await t.notThrowsAsync(settleRun(room));
  t.is(await sayM(room, shown), before);
}

for (const [title, line] of [
  ['changed an entry', 'set ^PATCHFLEET("register",1,1)="{0}"'],
  ['removed an entry', 'kill ^PATCHFLEET("register",2)'],
  ['killed all of it', 'kill ^PATCHFLEET'],
] as const)
  test(`a run that outlived its agent and ${title} of patchfleet's own is put right by the next one${withoutGtm}`, async (t) => {
    const room = await aLeftRun(t, line);
    await settleRun(room);
    t.regex(await sayM(room, shown), /"register",1,1\)="\{1\}"\n.*"register",2,1\)="\{2\}"/);
  });

test(`a database restored from before the run is left as it is${withoutGtm}`, async (t) => {
  const room = await aLeftRun(t, 'set ^LabA=1');
  await sayM(room, 'kill ^PATCHFLEET("run"),^PATCHFLEET("register",2)');
  await isLeftAlone(t, room);
});

test(`a database restored from between other runs is left as it is${withoutGtm}`, async (t) => {
  const room = await aLeftRun(t, 'set ^LabA=1');
  await sayM(room, 'set ^PATCHFLEET("run")="1 00ff" kill ^PATCHFLEET("register",2)');
  await isLeftAlone(t, room);
});

test(`a state directory from an old backup does not take entries away${withoutGtm}`, async (t) => {
  const room = await aLeftRun(t, 'set ^LabA=1');
  await sayM(room, 'kill ^PATCHFLEET("run") set ^PATCHFLEET("register",3,1)="{3}"');
  await isLeftAlone(t, room);
});

test(`entries beyond those that were kept are not taken away, whatever the mark says${withoutGtm}`, async (t) => {
  const room = await aLeftRun(t, 'set ^LabA=1');
  await sayM(room, 'set ^PATCHFLEET("register",3,1)="{3}"');
  await isLeftAlone(t, room);
});

test(`what was said of a run whose writes could not be kept stays in the register${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t);
  await sayM(room, entries);
  writePatchCode(room.database, ['kill ^PATCHFLEET("register",1)']);
  const disk = aDiskWithoutWrites(room);
  await t.throwsAsync(makeRun({ ...room, disk }, step));
  t.is(foundWrites(room, 1), null);
  await sayM(room, 'set ^PATCHFLEET("register",3,1)="{3}"');
  await settleRun(room);
  t.is(await sayM(room, 'write $data(^PATCHFLEET("register",1)),$get(^PATCHFLEET("register",3,1))'), '10{3}');
});

test(`where none of the patch's code was started, nothing is put back${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t);
  await prepareRun(room, 1);
  writeFileSync(runPlaces(room.database).register, '');
  await sayM(room, entries);
  await settleRun(room);
  t.is(await sayM(room, 'write $data(^PATCHFLEET("register",2,1))'), '1');
});

test(`writes that could not be kept are looked for again${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t);
  writePatchCode(room.database, ['set ^LabA=1']);
  const disk = aDiskWithoutWrites(room);
  await t.throwsAsync(makeRun({ ...room, disk }, step));
  t.true(isFailure(await t.throwsAsync(runsOf({ ...room, disk }).writesOf(1)), 'DISK_FULL'));
  const found = await runsOf(room).writesOf(1);
  t.deepEqual(found.kind === 'observed' && found.writes.map(({ reference }) => reference), ['^LabA']);
});
