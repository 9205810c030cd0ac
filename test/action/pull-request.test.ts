import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { previewSchema } from '../../src/report/preview/preview-schema.ts';
import { aHost } from '../cli/a-host.ts';
import type { Host } from '../cli/a-host.ts';
import { aPatch } from '../publish/a-patch.ts';
import { checkedOut, git, proposed } from './a-pull-request.ts';
import { runAction } from './run-action.ts';

const refsOf = (host: Host): string => host.git('for-each-ref');

/** A host whose patch LAB-1 is released, published and installed at the site uat-1. */
async function aFleetWithRelease(): Promise<Host> {
  const host = aHost('LAB-1');
  host.merge({
    'fleet.yaml': `rings: [{ name: uat, title: Acceptance }]
sites: [{ name: uat-1, title: One, ring: uat, timezone: Europe/Madrid, key: ${host.publicKey} }]
`,
  });
  await host.run('release', 'LAB-1', '--publish');
  await host.atSite('reconcile');
  return host;
}

for (const from of ['branch', 'fork'] as const)
  test(`a patch that is proposed from a ${from} is previewed by what the sites signed, and nothing is written to the host`, async (t) => {
    const host = await aFleetWithRelease();
    const run = proposed(host, aPatch('LAB-2', { requires: ['LAB-1'] }), { from });
    const refs = refsOf(host);
    const result = await runAction({ ...run, inputs: { trust: host.publicKey } });
    t.is(result.code, 0, result.text);
    t.is(refsOf(host), refs);
    t.deepEqual(result.commands, []);
    const { 'preview-json': file = '', ...outputs } = result.outputs;
    t.deepEqual(outputs, { patches: '["LAB-2"]', released: '[]', channel: '', problems: '0', remarks: '0' });
    const [patch] = previewSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).patches;
    t.like(patch, { patch: 'LAB-2', change: 'new' });
    t.is(patch?.groups[0]?.outlook.kind, 'planned');
    t.regex(result.summary, /^# ✅ No problems\n\n0 remarks; 1 patch is new or changed: LAB-2\.\n/);
    t.regex(result.summary, /\n## LAB-2: Patch LAB-2\n/);
    t.regex(result.summary, /\n```mermaid\ngantt\n/);
  });

test('a change of the policy alone is previewed', async (t) => {
  const host = await aFleetWithRelease();
  const rollout = 'id: LAB-1\npolicy: { default: operator }\n';
  const result = await runAction({
    ...proposed(host, { 'rollouts/LAB-1.yaml': rollout }),
    inputs: { trust: host.publicKey },
  });
  t.is(result.code, 0, result.text);
  t.not(result.outputs['preview-json'], '');
  t.regex(result.summary, /rollouts\/LAB-1\.yaml/);
});

test('a pull request without patches is well, and says so', async (t) => {
  const host = aHost('LAB-1');
  const result = await runAction(proposed(host, { 'README.md': '# Patches\n' }));
  t.is(result.code, 0, result.text);
  t.deepEqual(result.commands, []);
  t.like(result.outputs, { patches: '[]', 'preview-json': '', problems: '0' });
  t.is(result.summary, '# ✅ No problems\n\n0 remarks; no patch is new or changed.\n');
});

test('a broken manifest is told at its lines, most important first and ten at most, and all of it in the summary', async (t) => {
  const host = aHost('LAB-1');
  const broken = Array.from({ length: 12 }, (_, index) => `wrong${index}: 1\n`).join('');
  const files = aPatch('LAB-2');
  const run = proposed(host, {
    ...files,
    'patches/LAB-2/patch.yaml': (files['patches/LAB-2/patch.yaml'] ?? '') + broken,
    'fleet.yaml': 'rings: 3\nsites: []\n',
  });
  const result = await runAction(run);
  t.is(result.code, 1, result.text);
  const errors = result.commands.filter((line) => line.startsWith('::error '));
  t.is(errors.length, 10);
  t.is(
    errors[0],
    '::error title=fleet.yaml%3A rings,file=fleet.yaml,line=1,col=8::rings is the number 3, expected a list',
  );
  t.regex(
    errors[1] ?? '',
    /^::error title=patches\/LAB-2\/patch\.yaml%3A wrong0,file=patches\/LAB-2\/patch\.yaml,line=10,col=1::wrong0 is not a known key, expected format, id/,
  );
  t.is(result.commands.length, 11);
  const total = Number(result.outputs['problems']);
  t.is(result.commands[10], `::notice::${total - 10} more errors stand in the summary of this step.`);
  t.is(result.summary.match(/^\| patches\/LAB-2\/patch\.yaml:\d+:1 \| wrong\d+ /gm)?.length, 12);
});

test('a change of a patch that was released is refused at the file that changed', async (t) => {
  const host = await aFleetWithRelease();
  const run = proposed(host, { 'patches/LAB-1/notes.md': '# Other notes\n' });
  const result = await runAction({ ...run, inputs: { trust: host.publicKey } });
  t.is(result.code, 1, result.text);
  t.is(result.commands.length, 1);
  t.regex(
    result.commands[0] ?? '',
    /^::error title=patches\/LAB-1\/notes\.md,file=patches\/LAB-1\/notes\.md,line=1::changes, but LAB-1 is released, and what a release is never changes/,
  );
  t.like(result.outputs, { patches: '["LAB-1"]', problems: '1', 'preview-json': '' });
});

test('names, titles and notes that look like commands to the runner stay text', async (t) => {
  const host = aHost('LAB-1');
  const hostile = '::error file=x::y%0A::set-output name=released::["LAB-9"] ##[error]z <b>@all</b>';
  const files = aPatch('LAB-2', { title: JSON.stringify(hostile) });
  const run = proposed(
    host,
    {
      ...files,
      'patches/LAB-2/kit/a\n::error::b,c=d.xml': 'x',
      [`patches/LAB-2/${hostile.slice(0, 15).replace(/[:/]/g, ';')}`]: 'x',
      'patches/LAB-3/patch.yaml': `id: LAB-3\ntitle: ${JSON.stringify(`${hostile}\n::warning::w`)}\nkit: []\n`,
    },
    { title: hostile },
  );
  const result = await runAction(run);
  t.is(result.code, 1, result.text);
  for (const command of result.commands)
    t.regex(
      command,
      /^::error title=patches\/LAB-[23]\/[^:]+(%3A [^:]*)?,file=patches\/LAB-[23]\/patch\.yaml,/,
    );
  t.true(result.commands.length >= 2);
  t.is(result.outputs['released'], '[]');
  t.false(/^\s*::(?!error title=patches)/m.test(result.text), result.text);
  t.notRegex(result.text, /^(?!::).*##\[/m);
  t.notRegex(result.summary, /<b>|@all/);
});

test('the name of a file at fault ends neither its property nor its command', async (t) => {
  const host = aHost('LAB-1');
  await host.run('release', 'LAB-1');
  const result = await runAction(proposed(host, { 'patches/LAB-1/a,line=9::b%0A;c.txt': 'x' }));
  t.is(result.code, 1, result.text);
  const name = 'patches/LAB-1/a%2Cline=9%3A%3Ab%250A;c.txt';
  t.is(result.commands.length, 1);
  t.true(
    result.commands[0]?.startsWith(
      `::error title=${name},file=${name},line=1::changes, but LAB-1 is released`,
    ),
    result.commands[0],
  );
});

test('a shallow checkout is refused with what to set', async (t) => {
  const host = aHost('LAB-1');
  const run = proposed(host, aPatch('LAB-2'));
  host.merge({ 'README.md': 'x' });
  const result = await runAction({
    ...run,
    workspace: checkedOut(host, 'refs/pull/1/merge', '--depth', '1'),
  });
  t.is(result.code, 1);
  t.is(result.commands.length, 1);
  t.regex(
    result.commands[0] ?? '',
    /^::error title=patchfleet::The checkout .*whole history.*fetch-depth: 0/,
  );
});

test('statuses come from a checkout of their own repository, and where they cannot be read the preview says so', async (t) => {
  const host = await aFleetWithRelease();
  const run = proposed(host, aPatch('LAB-2'));
  const status = join(host.top, 'statuses');
  git(host.top, 'clone', '--quiet', host.repository, status);
  for (const [input, note] of [
    [status, null],
    [host.repository.replace('patches.git', 'nothing.git'), 'What the sites say could not be read'],
  ] as const) {
    const result = await runAction({ ...run, inputs: { trust: host.publicKey, status: input } });
    t.is(result.code, 0, result.text);
    if (note === null) t.notRegex(result.summary, /No site says how it is here|could not be read/);
    if (note === null) t.regex(result.summary, /by itself at 1/);
    else t.true(result.summary.includes(note), result.summary);
  }
});

test('a channel of a stranger gives no preview, and says whom to trust', async (t) => {
  const host = await aFleetWithRelease();
  const result = await runAction(proposed(host, aPatch('LAB-2')));
  t.is(result.code, 0, result.text);
  t.regex(result.summary, /The input .?`trust.?` is empty/);
  t.regex(result.summary, /There is no preview: The channel default was not written by a publisher we trust/);
});

test('what is run on other events is refused or does nothing', async (t) => {
  const host = aHost('LAB-1');
  const run = proposed(host, aPatch('LAB-2'));
  const target = await runAction({ ...run, event: 'pull_request_target' });
  t.is(target.code, 1);
  t.regex(target.commands[0] ?? '', /Nothing is done on pull_request_target/);
  const elsewhere = await runAction({
    ...run,
    event: 'push',
    payload: { before: '0'.repeat(40) },
    ref: 'refs/heads/x',
  });
  t.is(elsewhere.code, 0);
  t.deepEqual(elsewhere.commands, []);
});
