import test from 'ava';
import { aPatch } from '../publish/a-patch.ts';
import { aHost } from './a-host.ts';

test('a patch that cannot go in here is refused with the true reason, and every list tells it', async (t) => {
  const host = aHost();
  const run = 'install: { run: "##class(Lab.Patches).P1" }';
  host.merge(aPatch('LAB-1', { more: [run] }));
  host.merge({ 'rollouts/LAB-1.yaml': 'id: LAB-1\npolicy: { default: operator }\n' });
  t.is((await host.run('release', 'LAB-1', '--publish')).code, 0);
  t.is((await host.atSite('reconcile')).code, 1);
  const before = (await host.atSite('history')).out;
  const why = /runs ##class\(Lab\.Patches\)\.P1, and the engine directory runs no code/;
  for (const act of ['install', 'approve']) {
    const refused = await host.atSite(act, 'LAB-1', '--why', 'agreed', '--json');
    t.is(refused.code, 2, act);
    t.like(refused.json(), { kind: 'error', code: 'ACT_SENSELESS' }, act);
    t.regex(refused.out, why, act);
    t.regex(refused.out, /supersedes.*`sites`/, act);
  }
  t.is((await host.atSite('history')).out, before);
  const patches = await host.atSite('get', 'patches', '--json');
  t.like(patches.json(), { patches: [{ patch: 'LAB-1', waits: 'NotPossibleHere' }] });
  for (const words of [['get', 'patches'], ['plan'], ['reconcile'], ['explain', 'LAB-1']])
    t.regex((await host.atSite(...words)).out, why, words.join(' '));
});

test('one retry lets a failed patch in that waits for the operator, and says what it waits for besides', async (t) => {
  const host = aHost();
  host.merge(aPatch('LAB-1', { more: ['verify: [{ global: ^LabConfig, equals: "2" }]'] }));
  host.merge({ 'rollouts/LAB-1.yaml': 'id: LAB-1\npolicy: { default: operator }\n' });
  t.is((await host.run('release', 'LAB-1', '--publish')).code, 0);
  t.is((await host.atSite('reconcile')).code, 1);
  const installed = await host.atSite('install', 'LAB-1', '--why', 'agreed', '--json');
  t.like(installed.json(), { kind: 'recorded', waits: [] });
  t.is((await host.atSite('reconcile')).code, 2);
  host.writeDocument('globals/LabConfig.zwr', '^LabConfig="2"\n');
  t.is((await host.atSite('suspend', '--why', 'server moves')).code, 0);
  const retried = await host.atSite('retry', 'LAB-1', '--why', 'the setting is right now');
  t.is(retried.code, 0, retried.err);
  t.regex(
    retried.out,
    /The next pass at uat-1 may try LAB-1 again\.\nIt still waits:\n {2}Suspended: .*server moves/,
  );
  t.is((await host.atSite('resume', '--why', 'it has moved')).code, 0);
  const done = await host.atSite('reconcile', '--json');
  t.is(done.code, 0, done.out + done.err);
  t.like(done.json(), { attempts: [{ patch: 'LAB-1', outcome: 'installed' }] });
});
