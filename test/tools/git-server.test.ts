import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import { startGitServer } from '../../tools/git-server.ts';
import type { GitServer, GitServerOptions } from '../../tools/git-server.ts';
import { until } from '../worlds/until.ts';

const run = promisify(execFile);

async function git(...args: string[]): Promise<string> {
  const env = { ...process.env, GIT_TERMINAL_PROMPT: '0' };
  return (await run('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.org', ...args], { env })).stdout;
}

async function aServedRepository(
  t: ExecutionContext,
  options: Partial<GitServerOptions> = {},
): Promise<{ server: GitServer; root: string; url: string }> {
  const root = mkdtempSync(join(tmpdir(), 'git-server-'));
  await git('init', '--quiet', '--bare', '-b', 'main', join(root, 'patches.git'));
  await git('-C', join(root, 'patches.git'), 'config', 'http.receivepack', 'true');
  const tree = (
    await git('-C', join(root, 'patches.git'), 'hash-object', '-t', 'tree', '-w', '/dev/null')
  ).trim();
  const commit = (await git('-C', join(root, 'patches.git'), 'commit-tree', '-m', 'First', tree)).trim();
  await git('-C', join(root, 'patches.git'), 'update-ref', 'refs/heads/main', commit);
  const server = await startGitServer({ root, ...options });
  t.teardown(async () => {
    await server.close();
    rmSync(root, { recursive: true });
  });
  return { server, root, url: `${server.url}/patches.git` };
}

test('clones and pushes go through the real git, and every request is counted', async (t) => {
  const { server, root, url } = await aServedRepository(t);
  await git('clone', '--quiet', url, join(root, 'clone'));
  await git('-C', join(root, 'clone'), 'commit', '--quiet', '--allow-empty', '-m', 'Second');
  await git('-C', join(root, 'clone'), 'push', '--quiet', 'origin', 'HEAD:main');
  t.is(
    await git('-C', join(root, 'clone'), 'rev-parse', 'HEAD'),
    await git('-C', join(root, 'patches.git'), 'rev-parse', 'main'),
  );
  t.is(server.requests[0]?.protocol, 'version=2');
  t.true(server.requests.every(({ status, bytesSent }) => status === 200 && bytesSent > 0));
  t.true(server.requests.some(({ path }) => path.endsWith('/git-receive-pack')));
});

test('a repository that does not say so takes no push', async (t) => {
  const { root, url } = await aServedRepository(t);
  await git('-C', join(root, 'patches.git'), 'config', '--unset', 'http.receivepack');
  await git('clone', '--quiet', url, join(root, 'clone'));
  await t.throwsAsync(git('-C', join(root, 'clone'), 'push', 'origin', 'HEAD:other'), { message: /403/ });
});

test('who has no account is turned away', async (t) => {
  const { url } = await aServedRepository(t, { account: { name: 'site', password: 'open sesame' } });
  await t.throwsAsync(git('ls-remote', url));
  t.regex(await git('ls-remote', url.replace('//', '//site:open%20sesame@')), /refs\/heads\/main/);
});

test('each fault is met once, in the order in which they were asked for', async (t) => {
  const { server, url } = await aServedRepository(t);
  server.setFaults([
    { kind: 'answer', status: 500 },
    { kind: 'cut', after: 20 },
    { kind: 'cut', after: 0, clean: true },
    { kind: 'delay', ms: 50 },
  ]);
  const refs = `${url}/info/refs?service=git-upload-pack`;
  t.is((await fetch(refs)).status, 500);
  await t.throwsAsync(async () => (await fetch(refs)).text());
  t.is(await (await fetch(refs)).text(), '');
  t.regex(await (await fetch(refs)).text(), /refs\/heads\/main/);
  t.is(server.requests[1]?.bytesSent, 20);
});

test('a hanging answer ends when the server is closed', async (t) => {
  const { server, url } = await aServedRepository(t);
  server.setFaults([], { kind: 'hang' });
  const waiting = fetch(url);
  await until('it is asked', () => server.requests.length > 0);
  await server.close();
  await t.throwsAsync(waiting);
  await t.notThrowsAsync(server.close());
});
