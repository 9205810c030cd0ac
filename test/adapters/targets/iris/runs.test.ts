import { existsSync } from 'node:fs';
import { takeProcessLock } from '../../../../src/adapters/targets/directory/process-lock.ts';
import { isFailure } from '../../../../src/base/failure.ts';
import { openIrisTarget } from '../../../../src/adapters/targets/iris/open-iris-target.ts';
import { protocolCase, testClock } from '../../../worlds/iris/both-reaches.ts';
import type { ServerTraits } from '../../../worlds/iris/namespace-store.ts';
import { changeNamespace, isAlive, readNamespace } from '../../../worlds/iris/namespace-store.ts';
import { endedRun, runLock } from '../../../worlds/iris/run-job.ts';
import { until } from '../../../worlds/until.ts';
import { withSession } from '../engine-contract/engine-under-test.ts';

const step = { attempt: 7, entry: '##class(Lab.Patches).P014', parameters: { lab: 'north\t"1"' } };

const ends: readonly (readonly [how: ServerTraits['code'][string], ok: boolean, detail: RegExp])[] = [
  ['ok', true, /^1$/],
  ['fails', false, /ERROR #5001: no/],
  ['halts', false, /ended without saying how/],
  ['leaves a transaction', false, /left a transaction open/],
  ['hangs', false, /did not end within 1 seconds/],
];
for (const [how, ok, detail] of ends)
  protocolCase(`a run that ${how} ${ok ? 'succeeds' : 'fails'}`, async (t, s) => {
    await s.target.look();
    changeNamespace(s.folder, ({ server }) => (server.code[step.entry] = how));
    const hasty = openIrisTarget({ reach: s.reach, clock: testClock, runs: { limit: 1000, every: 20 } });
    await withSession(how === 'hangs' ? hasty : s.target, async (session) => {
      const result = await session.run(step);
      t.is(result.ok, ok);
      t.regex(result.detail, detail);
      if (ok) t.is(result.transcript, 'parameters {"lab":"north\\t\\"1\\""}\n');
      t.is((await session.writesOf(step.attempt)).kind, 'unobserved');
      await session.forgetRun(step.attempt);
    });
    t.is(readNamespace(s.folder).own.run, null);
  });

protocolCase('a run that outlived who started it is ended when the target is taken again', async (t, s) => {
  await s.target.look();
  changeNamespace(s.folder, ({ server }) => (server.code[step.entry] = 'hangs'));
  const hold = await s.reach.hold('agent (no process)');
  t.is(hold.kind, 'held');
  if (hold.kind === 'busy') return;
  await hold.ask({
    action: 'run',
    lines: [
      ['attempt', '7'],
      ['entry', step.entry],
    ],
  });
  await hold.close();
  const job = readNamespace(s.folder).own.run?.job ?? 0;
  t.true(isAlive(job));
  await withSession(s.target, () => Promise.resolve());
  await until('the run has ended', () => !isAlive(job));
  t.pass();
});

const cut: readonly (readonly [title: string, waits: boolean])[] = [
  ['and is known by what it says itself', false],
  ['and never begins where it comes to its first word after that', true],
];
for (const [title, waits] of cut)
  protocolCase(
    `a run whose starter died before its number was kept is ended by the next holder, ${title}`,
    async (t, s) => {
      await s.target.look();
      changeNamespace(s.folder, ({ server }) => {
        server.code[step.entry] = waits ? 'ok' : 'hangs';
        server.dies = 'after JOB';
        server.jobWaits = waits;
      });
      const session = await s.target.open('agent');
      t.true(isFailure(await t.throwsAsync(session.run(step)), 'TARGET_UNREACHABLE'));
      const job = () => readNamespace(s.folder).own.run?.job;
      if (waits) t.is(job(), 0);
      else await until('the run has said who it is', () => job() !== 0);
      changeNamespace(s.folder, ({ server }) => (server.dies = null));
      await session.close();
      await withSession(s.target, () => Promise.resolve());
      t.true(readNamespace(s.folder).own.run?.ended);
      changeNamespace(s.folder, ({ server }) => (server.jobWaits = false));
      if (waits) await until('the late process has ended', () => existsSync(endedRun(s.folder)));
      const lock = await takeProcessLock(runLock(s.folder));
      t.truthy(lock, 'a process of the run is still there');
      await lock?.release();
      t.is(readNamespace(s.folder).globals['["^LabRan"]'], undefined);
    },
  );
