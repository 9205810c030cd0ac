import { protocolCase } from '../../../worlds/iris/both-reaches.ts';
import type { ServerTraits } from '../../../worlds/iris/namespace-store.ts';
import { changeNamespace, readNamespace } from '../../../worlds/iris/namespace-store.ts';
import { isAlive } from '../../../worlds/iris/helper-stand-in.ts';
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
  for (let tries = 0; isAlive(job) && tries < 100; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
  t.false(isAlive(job));
});
