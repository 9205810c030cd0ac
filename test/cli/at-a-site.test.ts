import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { signerOf } from '../../src/base/ssh-signature.ts';
import { aPatch } from '../publish/a-patch.ts';
import { aPrivateKey } from '../publish/a-signer.ts';
import { aHost, aHostOfProcesses } from './a-host.ts';

test('plan says exactly which documents would change, reconcile does exactly that, and afterwards nothing is left to do', async (t) => {
  const host = aHostOfProcesses('LAB-1');
  t.is((await host.run('release', 'LAB-1', '--publish')).code, 0);
  const plan = await host.atSite('plan', '--json');
  t.is(plan.code, 1, plan.out + plan.err);
  t.like(plan.json(), {
    kind: 'plan',
    steps: [{ kind: 'install', patch: 'LAB-1', documents: [{ name: 'LAB1.mac', effect: 'add' }] }],
  });
  const dry = await host.atSite('reconcile', '--dry-run');
  t.regex(dry.out, /\+ LAB1\.mac/);
  const diff = await host.atSite('diff', 'LAB-1');
  t.is(diff.code, 1);
  t.regex(diff.out, /^routine LAB1\.mac \(added\)$[\s\S]*^\+ {2}QUIT$/m);
  const done = await host.atSite('reconcile', '--json');
  t.is(done.code, 0, done.out + done.err);
  t.like(done.json(), { kind: 'passed', attempts: [{ patch: 'LAB-1', outcome: 'installed' }] });
  t.is((await host.atSite('plan')).code, 0);
  const patches = await host.atSite('get', 'patches', '--json');
  t.like(patches.json(), { kind: 'patches', patches: [{ patch: 'LAB-1', state: 'installed', waits: null }] });
  const attempts = await host.atSite('get', 'attempts', '--json');
  t.like(attempts.json(), { kind: 'attempts', attempts: [{ attempt: 1, outcome: 'installed' }] });
  const history = await host.atSite('history', 'LAB-1');
  t.regex(history.out, /install LAB-1[\s\S]*committed/);
  const sites = await host.atSite('get', 'sites', '--json');
  t.like(sites.json(), { kind: 'sites', sites: [{ site: 'uat-1' }, { site: 'prod-1' }] });
});

test('an operator holds, resumes, installs and removes; each act is kept with who and why', async (t) => {
  const host = aHost();
  host.merge(aPatch('LAB-1', { more: [] }));
  host.merge({ 'rollouts/LAB-1.yaml': 'id: LAB-1\npolicy: { default: operator }\n' });
  t.is((await host.run('release', 'LAB-1', '--publish')).code, 0);
  const waits = await host.atSite('reconcile', '--json');
  t.is(waits.code, 1, waits.out + waits.err);
  const held = await host.atSite('hold', 'LAB-1', '--until', '3d', '--why', 'audit', '--json');
  t.is(held.code, 0, held.out);
  t.like(held.json(), { kind: 'recorded', who: 'ana', why: 'audit', act: { kind: 'hold', patch: 'LAB-1' } });
  t.is((await host.atSite('install', 'LAB-1', '--why', 'agreed')).code, 0);
  const explained = await host.atSite('explain', 'LAB-1');
  t.is(explained.code, 1);
  t.regex(explained.out, /OnHold/);
  t.is((await host.atSite('resume', 'LAB-1', '--why', 'audit is over')).code, 0);
  t.is((await host.atSite('reconcile')).code, 0);
  t.is((await host.atSite('remove', 'LAB-1', '--why', 'wrong ward')).code, 0);
  const removed = await host.atSite('reconcile', '--json');
  t.like(removed.json(), { kind: 'passed', attempts: [{ action: 'remove', outcome: 'removed' }] });
  const history = await host.atSite('history');
  t.regex(history.out, /hold LAB-1 by ana: audit/);
  t.regex(history.out, /remove LAB-1 by ana: wrong ward/);
});

test('a removal that was asked for is taken back by keep, and by no resume', async (t) => {
  const host = aHost('LAB-1');
  t.is((await host.run('release', 'LAB-1', '--publish')).code, 0);
  t.is((await host.atSite('reconcile')).code, 0);
  t.is((await host.atSite('suspend', '--why', 'server moves')).code, 0);
  const asked = await host.atSite('remove', 'LAB-1', '--why', 'wrong ward');
  t.is(asked.code, 0, asked.err);
  t.regex(
    asked.out,
    /`patchfleet keep LAB-1` takes that back.*\nIt still waits:\n {2}Suspended: .*server moves/,
  );
  t.is((await host.atSite('hold', 'LAB-1', '--why', 'audit')).code, 0);
  t.regex(
    (await host.atSite('resume', 'LAB-1', '--why', 'audit is over')).out,
    /no longer held at uat-1\. ana has asked to remove it: .*unless `patchfleet keep LAB-1` takes it back/,
  );
  const senseless = await host.atSite('resume', 'LAB-1', '--why', 'right ward');
  t.is(senseless.code, 2);
  t.regex(senseless.err, /Nobody holds LAB-1 here.*`patchfleet keep LAB-1` takes that removal back/s);
  t.regex((await host.atSite('plan')).out, /its removal/);
  t.regex(
    (await host.atSite('keep', 'LAB-1', '--why', 'right ward')).out,
    /The removal of LAB-1 is taken back: it stays in at uat-1/,
  );
  t.regex((await host.atSite('keep', 'LAB-1', '--why', 'right ward')).err, /Nobody here has asked to remove/);
  t.regex((await host.atSite('history')).out, /keep LAB-1 by ana: right ward/);
  t.is((await host.atSite('resume', '--why', 'it has moved')).code, 0);
  const passed = await host.atSite('reconcile', '--json');
  t.like(passed.json(), { kind: 'passed', attempts: [] });
});

test('who only looks leaves nothing in the state directory but the cache of what was fetched', async (t) => {
  const host = aHost('LAB-1');
  t.is((await host.run('release', 'LAB-1', '--publish')).code, 0);
  t.is((await host.atSite('get', 'attempts', '--help')).code, 0);
  t.false(existsSync(join(host.top, 'state')));
  const looking = [
    ['plan'],
    ['diff', 'LAB-1'],
    ['doctor'],
    ['explain', 'LAB-1'],
    ['get', 'patches'],
    ['get', 'attempts'],
    ['get', 'sites'],
  ];
  for (const words of looking) {
    const { code, err } = await host.atSite(...words);
    t.true(code !== 2, `${words.join(' ')}: ${err}`);
    t.deepEqual(readdirSync(join(host.top, 'state')), ['mirror'], words.join(' '));
    t.regex((await host.atSite(...words, '--help')).out, /mirror/);
  }
  t.deepEqual(readdirSync(join(host.top, 'namespace')), []);
});

test('an act that would change nothing is refused in words, and nothing is recorded', async (t) => {
  const host = aHost('LAB-1');
  t.is((await host.run('release', 'LAB-1', '--publish')).code, 0);
  t.is((await host.atSite('reconcile')).code, 0);
  const before = (await host.atSite('history')).out;
  const refused: readonly (readonly [code: string, words: readonly string[]])[] = [
    ['ACT_SENSELESS', ['resume', 'LAB-1']],
    ['ACT_SENSELESS', ['retry', 'LAB-1']],
    ['ACT_SENSELESS', ['approve', 'LAB-1']],
    ['WRONG_ARGUMENT', ['hold', 'LAB-1', '--until', '2020-01-01T00:00Z']],
  ];
  for (const [code, words] of refused) {
    const ran = await host.atSite(...words, '--why', 'x', '--json');
    t.is(ran.code, 2, words.join(' '));
    t.like(ran.json(), { kind: 'error', code }, words.join(' '));
  }
  t.is((await host.atSite('history')).out, before);
});

test('the history of a patch that nobody knows is refused, that of a patch with which nothing happened is empty', async (t) => {
  const host = aHost('LAB-1');
  t.is((await host.run('release', 'LAB-1', '--publish')).code, 0);
  const unknown = await host.atSite('history', 'NOPE-1', '--json');
  t.is(unknown.code, 2);
  t.like(unknown.json(), { kind: 'error', code: 'PATCH_UNKNOWN' });
  const quiet = await host.atSite('history', 'LAB-1');
  t.is(quiet.code, 0, quiet.err);
  t.regex(quiet.out, /Nothing has happened with LAB-1 here yet/);
});

test('a patch that was rolled back is explained in one sentence with one full stop', async (t) => {
  const host = aHost();
  host.merge(aPatch('LAB-1', { more: ['verify: [{ global: ^LabConfig, equals: "2" }]'] }));
  t.is((await host.run('release', 'LAB-1', '--publish')).code, 0);
  t.is((await host.atSite('reconcile')).code, 2);
  const patches = await host.atSite('get', 'patches', '--json');
  t.like(patches.json(), { patches: [{ patch: 'LAB-1', state: 'rolled-back' }] });
  const [sentence = ''] = (await host.atSite('explain', 'LAB-1')).out.split('\n');
  t.regex(sentence, /[^.]\.$/);
});

test("times are told in the site's own zone, and the zone is named", async (t) => {
  const host = aHost();
  host.merge(aPatch('LAB-1'));
  host.merge(aPatch('LAB-2', { more: [] }));
  host.merge({ 'rollouts/LAB-2.yaml': 'id: LAB-2\npolicy: { default: { at: "2037-07-01T02:00" } }\n' });
  t.is((await host.run('release', 'LAB-1', 'LAB-2', '--publish')).code, 0);
  const zoned = /\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)? Europe\/Madrid/;
  const pass = await host.atSite('reconcile');
  t.is(pass.code, 1, pass.out + pass.err);
  t.regex(pass.out, /until 2037-07-01 02:00 Europe\/Madrid/);
  for (const words of [
    ['plan'],
    ['get', 'attempts'],
    ['get', 'patches'],
    ['explain', 'LAB-1'],
    ['history'],
  ]) {
    const { out } = await host.atSite(...words);
    t.regex(out, zoned, words.join(' '));
    t.notRegex(out, /\bUTC\b|\dT\d|\dZ/, words.join(' '));
  }
});

test('a fleet manager sees the fleet without a site: the same table and JSON, by the trusted key only', async (t) => {
  const host = aHost('LAB-1');
  t.is((await host.run('release', 'LAB-1', '--publish')).code, 0);
  t.is((await host.atSite('reconcile')).code, 0);
  const anywhere = ['get', 'sites', '--repository', host.repository];
  for (const words of [[], ['--json']]) {
    const seen = await host.run(...anywhere, '--trust', host.publicKey, ...words);
    const atSite = await host.atSite('get', 'sites', ...words);
    t.is(seen.out, atSite.out, seen.err);
    t.is(seen.code, atSite.code);
    t.regex(seen.out, /uat-1[^]*prod-1/);
  }
  const stranger = signerOf(aPrivateKey()).publicKey;
  const refused = await host.run(...anywhere, '--trust', stranger, '--json');
  t.like(refused.json(), { kind: 'error', code: 'CHANNEL_UNTRUSTED' });
  t.like((await host.run(...anywhere, '--json')).json(), { kind: 'error', code: 'ARGUMENT_MISSING' });
});

test('a patch that nobody knows, and a site that was never configured, are failures with a hint', async (t) => {
  const host = aHost();
  t.is((await host.run('publish')).code, 0);
  const unknown = await host.atSite('install', 'LAB-9', '--why', 'x', '--json');
  t.is(unknown.code, 2);
  t.like(unknown.json(), { kind: 'error', code: 'PATCH_UNKNOWN' });
  const nowhere = await host.atSite('plan', '--config', 'none.yaml', '--json');
  t.like(nowhere.json(), { kind: 'error', code: 'SITE_CONFIG_MISSING' });
});

test('drift is listed by diff, and doctor finds a site well that is well', async (t) => {
  const host = aHost('LAB-1');
  t.is((await host.run('release', 'LAB-1', '--publish')).code, 0);
  t.is((await host.atSite('reconcile')).code, 0);
  t.is((await host.atSite('diff')).code, 0);
  const doctor = await host.atSite('doctor', '--json');
  t.is(doctor.code, 0, doctor.out + doctor.err);
  const { findings } = doctor.json() as { findings: readonly { check: string; state: string }[] };
  t.deepEqual([...new Set(findings.map(({ state }) => state))], ['well']);
  t.true(findings.some(({ check }) => check === 'vault'));
});

test('a folder of documents that is not there is an error for doctor, with what to do', async (t) => {
  const host = aHost('LAB-1');
  t.is((await host.run('release', 'LAB-1', '--publish')).code, 0);
  rmSync(join(host.top, 'namespace'), { recursive: true });
  const doctor = await host.atSite('doctor', '--json');
  t.is(doctor.code, 2, doctor.out + doctor.err);
  const { findings } = doctor.json() as { findings: readonly Record<'check' | 'state' | 'hint', string>[] };
  const target = findings.find(({ check }) => check === 'target');
  t.like(target, { state: 'broken' });
  t.regex(target?.hint ?? '', /make the folder, mount what holds it.*engine\.directory\.folder/);
});

test('a site that was patched by hand joins: baseline finds the release, and --accept takes it over', async (t) => {
  const host = aHost('LAB-1', 'LAB-2');
  t.is((await host.run('release', 'LAB-1', 'LAB-2', '--publish')).code, 0);
  host.writeDocument('routines/LAB1.mac', 'ROUTINE LAB1 [Type=MAC]\nLAB1 ; of a patch\n QUIT\n');
  const found = await host.atSite('baseline', '--json');
  t.is(found.code, 0, found.out + found.err);
  t.like(found.json(), {
    kind: 'baseline',
    findings: [
      { patch: 'LAB-1', state: 'present' },
      { patch: 'LAB-2', state: 'absent' },
    ],
  });
  t.is((await host.atSite('baseline', '--accept', 'LAB-1')).code, 0);
  const plan = await host.atSite('plan', '--json');
  t.like(plan.json(), { steps: [{ patch: 'LAB-2' }] });
});
