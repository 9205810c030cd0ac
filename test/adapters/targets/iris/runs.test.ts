import { setTimeout as sleep } from 'node:timers/promises';
import { takeProcessLock } from '../../../../src/adapters/targets/directory/process-lock.ts';
import { isFailure } from '../../../../src/base/failure.ts';
import { protocolCase } from '../../../worlds/iris/both-reaches.ts';
import type { ServerTraits } from '../../../worlds/iris/namespace-store.ts';
import { changeNamespace, readNamespace } from '../../../worlds/iris/namespace-store.ts';
import { isAlive } from '../../../worlds/iris/helper-stand-in.ts';
import { runLock } from '../../../worlds/iris/run-job.ts';
import { withSession } from '../engine-contract/engine-under-test.ts';

const step = { attempt: 7, entry: '##class(Lab.Patches).P014', parameters: { lab: 'north\t"1"' } };

const ends: readonly (readonly [how: ServerTraits['code'][string], ok: boolean, detail: RegExp])[] = [
  ['ok', true, /^1$/],
  ['fails', false, /ERROR #5001: no/],
  ['halts', false, /ended without saying how/],
  ['leaves a transaction', false, /left a transaction open/],
  ['hangs', false, /did not end within 3 seconds/],
];
for (const [how, ok, detail] of ends)
  protocolCase(`a run that ${how} ${ok ? 'succeeds' : 'fails'}`, async (t, s) => {
    await s.target.look();
    changeNamespace(s.folder, ({ server }) => (server.code[step.entry] = how));
    await withSession(s.target, async (session) => {
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
  for (let tries = 0; isAlive(job) && tries < 100; tries += 1) await sleep(20);
  t.false(isAlive(job));
});

const cut: readonly (readonly [title: string, slow: number])[] = [
  ['and is known by what it says itself', 0],
  ['and never begins where it comes to its first word after that', 1500],
];
for (const [title, slow] of cut)
  protocolCase(
    `a run whose starter died before its number was kept is ended by the next holder, ${title}`,
    async (t, s) => {
      await s.target.look();
      changeNamespace(s.folder, ({ server }) => {
        server.code[step.entry] = slow === 0 ? 'hangs' : 'ok';
        server.dies = 'after JOB';
        server.slowJob = slow;
      });
      const session = await s.target.open('agent');
      t.true(isFailure(await t.throwsAsync(session.run(step)), 'TARGET_UNREACHABLE'));
      if (slow > 0) t.is(readNamespace(s.folder).own.run?.job, 0);
      changeNamespace(s.folder, ({ server }) => (server.dies = null));
      for (let tries = 0; slow === 0 && readNamespace(s.folder).own.run?.job === 0 && tries < 500; tries += 1)
        await sleep(20);
      await session.close();
      await withSession(s.target, () => Promise.resolve());
      t.true(readNamespace(s.folder).own.run?.ended);
      await sleep(slow + 500);
      const lock = await takeProcessLock(runLock(s.folder));
      t.truthy(lock, 'a process of the run is still there');
      await lock?.release();
      t.is(readNamespace(s.folder).globals['["^LabRan"]'], undefined);
    },
  );
