import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { aHost } from './a-host.ts';

test('what was said in the repository already, or is over, is refused in words, and nothing is written', async (t) => {
  const host = aHost('LAB-1');
  const say = (...words: string[]) => host.run(...words, '--why', 'tested', '--json');
  const approve = ['approve', 'LAB-1', '--repository', '.', '--site', 'uat-1'];
  t.is((await say(...approve)).code, 0);
  const written = readFileSync(join(host.work, 'approvals/uat-1/LAB-1/ana.yaml'), 'utf8');
  t.like((await say(...approve)).json(), { kind: 'error', code: 'TERMS_SENSELESS' });
  t.is(readFileSync(join(host.work, 'approvals/uat-1/LAB-1/ana.yaml'), 'utf8'), written);
  t.is((await say(...approve, '--expires', '3d')).code, 0, 'another end is something else');
  const past = await say(
    'hold',
    'LAB-1',
    '--repository',
    '.',
    '--site',
    'uat-1',
    '--until',
    '2020-01-01T00:00Z',
  );
  t.is(past.code, 2);
  t.like(past.json(), { kind: 'error', code: 'WRONG_ARGUMENT' });
  t.regex(past.out, /Europe\/Madrid now/);
  t.false(existsSync(join(host.work, 'holds')));
});

test("the end of a hold in the repository is the instant that its offset names, told in the site's zone", async (t) => {
  const host = aHost('LAB-1');
  const hold = ['hold', 'LAB-1', '--repository', '.', '--site', 'uat-1', '--why', 'audit', '--until'];
  const held = await host.run(...hold, '2099-07-01T02:00Z');
  t.is(held.code, 0, held.err);
  t.regex(held.out, /It ends by itself at 2099-07-01 04:00 Europe\/Madrid\./);
  t.regex(readFileSync(join(host.work, 'holds/uat-1/LAB-1.yaml'), 'utf8'), /2099-07-01T0[024]:00/);
  t.is((await host.run(...hold, '2099-07-01T02:00')).code, 2, 'a time without an offset is no instant');
});

test('a release that was taken back is neither taken back again nor approved', async (t) => {
  const host = aHost('LAB-1');
  const recall = ['recall', 'LAB-1', '--why', 'wrong code', '--json'];
  t.is((await host.run(...recall)).code, 0);
  t.like((await host.run(...recall)).json(), { kind: 'error', code: 'TERMS_SENSELESS' });
  const approve = ['approve', 'LAB-1', '--repository', '.', '--ring', 'uat', '--why', 'tested', '--json'];
  const refused = await host.run(...approve);
  t.is(refused.code, 2);
  t.like(refused.json(), { kind: 'error', code: 'TERMS_SENSELESS' });
  t.is(
    (await host.run(...recall, '--installed', 'remove')).code,
    0,
    'to take it out where it is in, is more',
  );
});

test('a hold or an approval for a place that fleet.yaml has not is refused, and names those that it has', async (t) => {
  const host = aHost('LAB-1');
  for (const place of [
    ['hold', 'LAB-1', '--site', 'uat-9'],
    ['approve', 'LAB-1', '--ring', 'acceptance'],
  ]) {
    const refused = await host.run(...place, '--repository', '.', '--why', 'audit', '--json');
    t.is(refused.code, 2);
    t.like(refused.json(), { kind: 'error', code: 'PLACE_UNKNOWN' });
    t.regex(JSON.stringify(refused.json()), /uat-1, prod-1|uat, prod/);
  }
  t.false(existsSync(join(host.work, 'holds')) || existsSync(join(host.work, 'approvals')));
});

test('what describes a channel is refused where none is written', async (t) => {
  const host = aHost('LAB-1');
  for (const option of [
    ['--expires', '60d'],
    ['--channel', 'uat'],
  ]) {
    const refused = await host.run('release', 'LAB-1', ...option, '--json');
    t.like(refused.json(), { kind: 'error', code: 'WRONG_ARGUMENT' });
  }
  t.is(host.git('tag', '--list'), '');
});
