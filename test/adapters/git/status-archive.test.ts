import { join } from 'node:path';
import test from 'ava';
import { openStatusArchive } from '../../../src/adapters/git/status-archive.ts';
import { aGitHost, idOf, write } from './git-host.ts';
import { quickDisk } from './telling-site.ts';

const texts = (files: ReadonlyMap<string, Uint8Array>) =>
  [...files].map(([path, bytes]) => [path, Buffer.from(bytes).toString()]);

test('every site is read with its attempts by one fetch, also under the branch beside a forked one', async (t) => {
  const host = await aGitHost(t, ['status']);
  await write(host.at('status'), [
    { ref: 'heads/status/uat-a', files: { 'status.json': 'old', 'attempts/000001.json': 'one' } },
    {
      ref: 'heads/status/uat-a',
      files: { 'status.json': 'new', 'attempts/000002.json': 'two' },
      onTop: true,
    },
    { ref: 'heads/status-recovered/uat-a', files: { 'status.json': 'recovered' } },
    { ref: 'heads/status/prod-a', files: { 'status.json': 'quiet' } },
    { ref: 'heads/status/old/prod-a', files: { 'status.json': 'not its own branch' } },
    { ref: 'heads/status/empty', files: { 'README.md': 'nothing' } },
    { ref: 'heads/main', files: { 'status.json': 'no site' } },
  ]);
  const remote = { url: host.url('status'), account: null, ca: null };
  const archive = openStatusArchive({ folder: join(host.folder, 'archive'), remote, disk: quickDisk });
  const tips = await archive.readAll();
  const told = tips.map(({ site, statusFile }) => `${site} ${Buffer.from(statusFile).toString()}`);
  t.deepEqual(told.sort(), ['prod-a quiet', 'uat-a new', 'uat-a recovered']);
  const tip = tips.find(({ statusFile }) => Buffer.from(statusFile).toString() === 'new');
  t.is(tip?.commit, await idOf(host.at('status'), 'status/uat-a'));
  t.deepEqual(texts(tip?.attempts ?? new Map()).sort(), [
    ['attempts/000001.json', 'one'],
    ['attempts/000002.json', 'two'],
  ]);
});

test('a host without any status has told nothing; a repository that is not there is named as that', async (t) => {
  const host = await aGitHost(t, ['status']);
  const open = (name: string) =>
    openStatusArchive({
      folder: join(host.folder, `archive-${name}`),
      remote: { url: host.url(name), account: null, ca: null },
      disk: quickDisk,
      patience: { tries: 1 },
    });
  t.deepEqual(await open('status').readAll(), []);
  await t.throwsAsync(open('missing').readAll(), { code: 'GIT_REPOSITORY_MISSING' });
});
