import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test from 'ava';
import type { ObjectId, PatchId } from '../../../src/base/names.ts';
import type { FetchAnswer, FetchOrder } from './fetch-twenty.program.ts';
import { aGitHost, git, noise, write } from './git-host.ts';
import { sent } from './reading-site.ts';

const run = promisify(execFile);
const program = fileURLToPath(new URL('fetch-twenty.program.js', import.meta.url));

const patches = 10_000;
const wanted = Array.from({ length: 20 }, (_, index) => 37 + index * 499);
const kitSize = 200_000;

/** The channel's index as `publish` writes it: some hundred bytes a release, in shards. */
function channelFiles(): Record<string, string> {
  const files: Record<string, string> = { 'channel.json': '{"counter":10000}' };
  for (let shard = 0; shard < patches / 1_000; shard += 1)
    files[`releases/000${shard}.json`] = Array.from({ length: 1_000 }, (_, index) =>
      JSON.stringify({ id: `LAB-${shard * 1_000 + index}`, tag: noise(`${shard} ${index}`, 20) }),
    ).join('\n');
  return files;
}

test('a site that needs 20 of 10,000 patches fetches those and the channel and nothing else, in bounded memory', async (t) => {
  const host = await aGitHost(t, ['patches']);
  const isWanted = new Set(wanted);
  await write(host.at('patches'), [
    { ref: 'heads/main', files: { all: noise('everything', 2_000_000) } },
    { ref: 'heads/channel/default', files: channelFiles() },
    ...Array.from({ length: patches }, (_, number) => ({
      ref: `tags/patch/LAB-${number}`,
      files: {
        'patch.yaml': `id: LAB-${number}\n`,
        'kit/a.xml': noise(`kit ${number}`, isWanted.has(number) ? kitSize : 200),
      },
    })),
  ]);
  const ids = new Map<string, string>();
  for (const line of (
    await git(host.at('patches'), ['for-each-ref', '--format=%(refname:strip=3) %(objectname)', 'refs/tags/'])
  ).split('\n')) {
    const [patch = '', id = ''] = line.split(' ');
    ids.set(patch, id);
  }
  t.is(ids.size, patches + 1);
  const pins = wanted.map((number) => ({
    patch: `LAB-${number}` as PatchId,
    tag: (ids.get(`LAB-${number}`) ?? '') as ObjectId,
  }));
  const channelPack = await git(host.at('patches'), [
    'rev-list',
    '--objects',
    '--disk-usage',
    'channel/default',
  ]);
  const needed = wanted.length * kitSize + Number(channelPack);
  for (const adapter of ['system', 'embedded'] as const) {
    host.server.forget();
    const order: FetchOrder = { adapter, folder: join(host.folder, adapter), url: host.url('patches'), pins };
    const { stdout } = await run(process.execPath, [program, JSON.stringify(order)]);
    const { channelFiles, kitBytes, peak } = JSON.parse(stdout) as FetchAnswer;
    t.is(channelFiles, 11);
    t.is(
      kitBytes,
      wanted.reduce((sum, number) => sum + kitSize + `id: LAB-${number}\n`.length, 0),
    );
    const over = sent(host) - needed;
    t.log(
      `${adapter}: ${sent(host)} bytes in ${host.server.requests.length} requests, ${over} more than kits and channel weigh; peak ${peak} MiB`,
    );
    t.true(over < 60_000, `${adapter} was sent ${over} bytes too many`);
    t.true(peak < 120, `${adapter} took ${peak} MiB`);
    t.true(host.server.requests.length <= 8, `${adapter} sent ${host.server.requests.length} requests`);
  }
});
