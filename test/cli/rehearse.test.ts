import test from 'ava';
import { aHost } from './a-host.ts';

test('where the engine makes no copies, a rehearsal says so', async (t) => {
  const host = aHost('LAB-1');
  await host.run('release', 'LAB-1', '--publish');
  const { code, err } = await host.atSite('rehearse', 'LAB-1');
  t.is(code, 2);
  t.regex(err, /LAB-1 cannot be rehearsed here: the engine `directory` makes no copies/);
  const unknown = await host.atSite('rehearse', 'LAB-9');
  t.is(unknown.code, 2);
  t.regex(unknown.err, /knows of no patch LAB-9/);
});
