import { renameSync } from 'node:fs';
import test from 'ava';
import { aHost } from './a-host.ts';

test('a patch that was released since the last pass is unknown, and the hint names the command that comes first', async (t) => {
  const host = aHost('LAB-1');
  t.is((await host.run('release', 'LAB-1', '--publish')).code, 0);
  const early = await host.atSite('install', 'LAB-1', '--why', 'x', '--json');
  t.like(early.json(), { kind: 'error', code: 'PATCH_UNKNOWN' });
  t.regex((early.json() as { hint: string }).hint, /run `patchfleet reconcile` first/);
});

test('times of acts and of refusals are those of the site, with its zone', async (t) => {
  const host = aHost('LAB-1');
  t.is((await host.run('release', 'LAB-1', '--publish')).code, 0);
  t.is((await host.atSite('reconcile')).code, 0);
  const held = await host.atSite('hold', 'LAB-2', '--until', '2037-07-01T02:00+02:00', '--why', 'x');
  t.regex(held.out, /held at uat-1 until 2037-07-01 02:00 Europe\/Madrid\./);
  const past = await host.atSite('hold', 'LAB-2', '--until', '2020-01-01T00:00Z', '--why', 'x');
  t.is(past.code, 2);
  t.regex(past.err, /a time to come; it is \d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)? Europe\/Madrid now/);
});

test('a repository that is not there is said as that, and is no refusal of the channel', async (t) => {
  const host = aHost('LAB-1');
  t.is((await host.run('release', 'LAB-1', '--publish')).code, 0);
  t.is((await host.atSite('reconcile')).code, 0);
  renameSync(host.repository, `${host.repository}.moved`);
  const pass = await host.atSite('reconcile', '--json');
  t.is(pass.code, 1, pass.out + pass.err);
  const { problems } = pass.json() as { problems: readonly { type: string; message: string }[] };
  t.like(problems[0], { type: 'Unreachable' });
  t.regex(problems[0]?.message ?? '', /There is no repository .*patches\.git/);
  const released = await host.run('publish', '--json');
  t.like(released.json(), { kind: 'error', code: 'GIT_REPOSITORY_MISSING' });
});
