import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { aHost } from '../cli/a-host.ts';
import type { Host } from '../cli/a-host.ts';
import { aPatch } from '../publish/a-patch.ts';
import { git } from './a-pull-request.ts';
import type { RunResult } from './run-action.ts';
import { runAction } from './run-action.ts';

/** What the runner does after a push to main, without a checkout. */
function merged(
  host: Host,
  before = '0'.repeat(40),
  inputs: Readonly<Record<string, string>> = {},
): Promise<RunResult> {
  const after = git(host.work, 'rev-parse', 'main');
  return runAction({
    ...{ event: 'push', ref: 'refs/heads/main', workspace: host.top },
    payload: { ref: 'refs/heads/main', before, after, repository: { default_branch: 'main' }, commits: [] },
    inputs: { key: readFileSync(host.keyFile, 'utf8'), repository: `file://${host.repository}`, ...inputs },
  });
}

/** Keeps a list of the refs of each push. */
function watchPushes(host: Host): () => readonly string[] {
  const log = join(host.top, 'pushes');
  writeFileSync(log, '');
  hook(host, 'post-receive', `{ sed 's/.* //' | tr '\\n' ' '; echo; } >> '${log}'`);
  return () =>
    readFileSync(log, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.trim());
}

function hook(host: Host, name: string, line: string): void {
  const file = join(host.repository, 'hooks', name);
  writeFileSync(file, `#!/bin/sh\n${line}\n`);
  chmodSync(file, 0o755);
}

test('a patch that was merged is released and published in one push, and a site installs it', async (t) => {
  const host = aHost('LAB-1');
  const pushes = watchPushes(host);
  const result = await merged(host);
  t.is(result.code, 0, result.text);
  t.deepEqual(result.commands, []);
  t.like(result.outputs, { released: '["LAB-1"]', channel: '1', problems: '0', remarks: '0' });
  t.deepEqual(pushes(), ['refs/tags/patch/LAB-1 refs/heads/channel/default']);
  t.regex(result.summary, /^# ✅ 1 patch released\n/);
  t.regex(host.git('cat-file', 'tag', 'patch/LAB-1'), /^tagger mara <mara@users\.noreply\.github\.com>/m);
  const site = await host.atSite('reconcile');
  t.is(site.code, 0, site.out + site.err);
  const again = await merged(host, git(host.work, 'rev-parse', 'main'));
  t.is(again.code, 0);
  t.like(again.outputs, { released: '[]', channel: '1' });
  t.deepEqual(
    pushes().filter((refs) => !refs.startsWith('refs/heads/status/')),
    ['refs/tags/patch/LAB-1 refs/heads/channel/default'],
  );
  t.regex(again.summary, /^# ✅ Nothing released\n/);
});

test('the key never appears, but in the masks that the runner takes', async (t) => {
  const host = aHost('LAB-1');
  const secret = readFileSync(host.keyFile, 'utf8').split('\n')[1] ?? '';
  const { text, summary } = await merged(host);
  t.true(secret.length > 20);
  const shown = text.split('\n').filter((line) => !line.startsWith('::add-mask::'));
  t.false((shown.join('\n') + summary).includes(secret));
  t.true(text.includes('::add-mask::'));
  const wrong = await merged(host, undefined, {
    key: `-----BEGIN PRIVATE KEY-----\n${secret.slice(5)}\n-----END`,
  });
  t.is(wrong.code, 1);
  const told = wrong.text.split('\n').filter((line) => !line.startsWith('::add-mask::'));
  t.false(told.join('\n').includes(secret.slice(5)));
  t.regex(wrong.commands[0] ?? '', /private key/i);
});

test('five patches are released in two pushes of at most three tags, the channel with the last', async (t) => {
  const ids = ['LAB-1', 'LAB-2', 'LAB-3', 'LAB-4', 'LAB-5'];
  const host = aHost(...ids);
  const pushes = watchPushes(host);
  const result = await merged(host);
  t.is(result.code, 0, result.text);
  t.is(result.outputs['released'], JSON.stringify(ids));
  t.deepEqual(pushes(), [
    'refs/tags/patch/LAB-1 refs/tags/patch/LAB-2 refs/tags/patch/LAB-3',
    'refs/tags/patch/LAB-4 refs/tags/patch/LAB-5 refs/heads/channel/default',
  ]);
});

test('who is overtaken tries again from what is there then', async (t) => {
  const host = aHost('LAB-1', 'LAB-2');
  const rival = ['release', 'LAB-2', '--publish'] as const;
  await host.run(...rival);
  const channel = host.git('rev-parse', 'refs/heads/channel/default').trim();
  const tag = host.git('rev-parse', 'refs/tags/patch/LAB-2').trim();
  host.git('update-ref', '-d', 'refs/heads/channel/default');
  host.git('update-ref', '-d', 'refs/tags/patch/LAB-2');
  const once = join(host.top, 'once');
  const move = `env -u GIT_QUARANTINE_PATH git update-ref`;
  hook(
    host,
    'pre-receive',
    `[ -e '${once}' ] && exit 0; touch '${once}'; ${move} refs/heads/channel/default ${channel}; ${move} refs/tags/patch/LAB-2 ${tag}`,
  );
  const result = await merged(host);
  t.is(result.code, 0, result.text);
  t.like(result.outputs, { channel: '2' });
  t.is(host.git('rev-parse', 'refs/tags/patch/LAB-2').trim(), tag);
  t.is(host.git('rev-parse', 'refs/heads/channel/default^').trim(), channel);
});

test('a wrong patch, and a released one that changed, are told, and keep nothing else back', async (t) => {
  const host = aHost('LAB-1');
  await host.run('release', 'LAB-1', '--publish');
  const before = git(host.work, 'rev-parse', 'main');
  host.merge({
    ...aPatch('LAB-2'),
    ...aPatch('LAB-3'),
    'patches/LAB-2/kit/Code.xml': 'broken\n',
    'patches/LAB-1/notes.md': '# Other\n',
  });
  const result = await merged(host, before);
  t.is(result.code, 1, result.text);
  t.is(result.outputs['released'], '["LAB-3"]');
  t.is(result.outputs['channel'], '2');
  t.deepEqual(
    result.commands.map((line) => /^::error title=([^,]*),/.exec(line)?.[1]),
    ['patches/LAB-1/patch.yaml', 'patches/LAB-2/patch.yaml%3A kit[0].sha256'],
  );
  t.regex(result.summary, /^# ❌ 1 patch released\n/);
});

test('without a key nothing is released, and the input is named', async (t) => {
  const host = aHost('LAB-1');
  const result = await merged(host, undefined, { key: '' });
  t.is(result.code, 1);
  t.regex(
    result.commands[0] ?? '',
    /^::error title=patchfleet::There is no private key to sign with\.%0A.*input `key`/,
  );
  t.is(host.git('tag').trim(), '');
});
