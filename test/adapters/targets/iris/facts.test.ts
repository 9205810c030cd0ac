import test from 'ava';
import { instantOfTimestamp } from '../../../../src/adapters/targets/iris/read-facts.ts';
import { protocolCase } from '../../../worlds/iris/both-reaches.ts';
import { changeNamespace } from '../../../worlds/iris/namespace-store.ts';

const times: Readonly<Record<string, string | null>> = {
  '47117,0': '1970-01-01T00:00:00.000Z',
  '47117,86399.5': '1970-01-01T23:59:59.500Z',
  '64128,34461.753': '2016-07-29T09:34:21.753Z',
  '': null,
  '2016-07-29 09:34:21': null,
};
for (const [text, time] of Object.entries(times))
  test(`the server’s clock “${text}” is ${time ?? 'none'}`, (t) => {
    const instant = instantOfTimestamp(text);
    t.is(instant === null ? null : new Date(instant).toISOString(), time);
  });

protocolCase('what the server says of itself comes with its register', async (t, s) => {
  const facts = await s.target.look();
  t.is(facts.engine, 'iris');
  t.regex(facts.version, /2024\.1/);
  t.is(facts.clock, (68_000 - 47_117) * 86_400_000 + 36_000_500);
  t.deepEqual(facts.can.routines, ['mac', 'int']);
  t.is(facts.can.runs, 'unobserved');
  t.true(facts.primary);
  changeNamespace(s.folder, ({ server }) => Object.assign(server, { member: true, primary: false }));
  t.false((await s.target.look()).primary);
});
