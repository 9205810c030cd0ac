import { existsSync, rmSync } from 'node:fs';
import { prepareRun } from '../../../../src/adapters/targets/mumps/prepare-run.ts';
import { settleRun } from '../../../../src/adapters/targets/mumps/kept-run.ts';
import type { RunRoom } from '../../../../src/adapters/targets/mumps/run-folder.ts';
import { runPlaces, runProcess } from '../../../../src/adapters/targets/mumps/run-folder.ts';
import { runPatchCode } from '../../../../src/adapters/targets/mumps/run-patch-code.ts';
import { runsOf } from '../../../../src/adapters/targets/mumps/run-session.ts';
import { startMumps } from '../../../../src/adapters/targets/mumps/start-process.ts';
import { isFailure } from '../../../../src/base/failure.ts';
import { gtmTest as test, withoutGtm } from '../../../worlds/gtm-database.ts';
import { aRunRoom, patchCode, sayM, writePatchCode, writesFound } from '../../../worlds/gtm-run.ts';
import { until } from '../../../worlds/until.ts';

/** A run that goes on and on, as if the agent that started it were gone. */
async function anOrphan(room: RunRoom): Promise<{ readonly pid: number; readonly ended: Promise<unknown> }> {
  writePatchCode(room.database, ['set ^LabA=1', 'tcommit', 'set ^LabB=1', 'for  hang 1']);
  const record = await prepareRun(room, 1);
  const ended = runPatchCode(room, record, { attempt: 1, entry: patchCode, parameters: {} });
  await until('the run has written', async () => (await sayM(room, 'write $data(^LabB)')) === '1');
  return { pid: runProcess(room.database) ?? 0, ended };
}

test(`a run that outlived its agent is ended before anything else, and what it wrote is found${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t);
  const { pid, ended } = await anOrphan(room);
  await settleRun(room);
  t.false(existsSync(`/proc/${pid}`));
  t.deepEqual(
    writesFound(room).map(({ reference }) => reference),
    ['^LabA', '^LabB'],
  );
  await ended;
});

test(`a run that outlived its agent and the state directory is ended as well, and it is said that its writes are not known${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t);
  const { pid, ended } = await anOrphan(room);
  rmSync(runPlaces(room.database).folder, { recursive: true });
  await settleRun(room);
  t.false(existsSync(`/proc/${pid}`));
  const writes = await runsOf(room).writesOf(1);
  t.deepEqual(writes.kind === 'unobserved' && writes.foreseen, false);
  t.is(writes.kind, 'unobserved');
  t.is((await runsOf(room).writesOf(2)).kind, 'observed');
  await ended;
});

test(`where somebody else holds the lock of runs, the target is busy${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t);
  const args = ['-run', '%XCMD', 'lock +^PATCHFLEET("run") set ^LabHeld=1 hang 600'];
  const holder = startMumps(room.database, 'mumps', args, { timeLimit: 600_000 });
  await until('the lock is taken', async () => (await sayM(room, 'write $data(^LabHeld)')) === '1');
  t.true(isFailure(await t.throwsAsync(settleRun(room)), 'TARGET_BUSY'));
  holder.stop();
  await holder.ended;
  await t.notThrowsAsync(settleRun(room));
});
