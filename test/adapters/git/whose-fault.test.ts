import { appendFileSync, chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import anyTest from 'ava';
import type { ExecutionContext } from 'ava';
import { nodeDisk } from '../../../src/adapters/files/node-disk.ts';
import { localComplaintOf } from '../../../src/adapters/git/local-complaint.ts';
import { openOutbox } from '../../../src/adapters/git/outbox.ts';
import { openPatchesRepository } from '../../../src/adapters/git/patches-repository.ts';
import { usualPatience } from '../../../src/adapters/git/patience.ts';
import { openSystemRepository } from '../../../src/adapters/git/system-repository.ts';
import { git, idOf } from './git-host.ts';
import { aReader, aSite, fails, lab1, pathOf, tipOf } from './reading-site.ts';
import { aStatus, aTellingSite, quickDisk } from './telling-site.ts';

const test = anyTest.serial;

/** A site that reads from a folder, where the host's git complains in the same words as ours, with the channel in its mirror. */
async function aSiteBesideItsHost(t: ExecutionContext) {
  const { host } = await aSite(t, openSystemRepository);
  const removed: string[] = [];
  const disk = {
    ...nodeDisk(),
    removeFolder: (path: string) => {
      removed.push(path);
    },
  };
  const remote = { url: `file://${host.at('patches')}`, account: null, ca: null };
  const reader = aReader(host, openSystemRepository, { remote, disk });
  const tip = await tipOf(reader.repository);
  await reader.repository.readChannel(tip);
  const mirrorsRemoved = () => removed.filter((path) => path === reader.folder).length;
  return { host, ...reader, tip, mirrorsRemoved };
}

test('a configuration that is broken on the host is no damage of the mirror, which goes on answering', async (t) => {
  const { host, repository, tip, mirrorsRemoved } = await aSiteBesideItsHost(t);
  const tag = await idOf(host.at('patches'), 'patch/LAB-1');
  appendFileSync(join(host.at('patches'), 'config'), '[core\n');
  const error = await fails(t, 'GIT_UNREACHABLE', () => repository.poll());
  t.regex(error.message, /bad config line/);
  await fails(t, 'GIT_UNREACHABLE', () => repository.readRelease(lab1, tag));
  t.is((await repository.readChannel(tip)).files.size, 2);
  t.is(mirrorsRemoved(), 0);
});

test('an object that is damaged on the host is no damage of the mirror', async (t) => {
  const { host, repository, tip, mirrorsRemoved } = await aSiteBesideItsHost(t);
  const tag = await idOf(host.at('patches'), 'patch/LAB-1');
  const object = pathOf(host.at('patches'), await idOf(host.at('patches'), 'patch/LAB-1^{commit}'));
  chmodSync(object, 0o600);
  writeFileSync(object, 'damaged');
  await fails(t, 'GIT_UNREACHABLE', () => repository.readRelease(lab1, tag));
  t.is((await repository.readChannel(tip)).files.size, 2);
  t.is(mirrorsRemoved(), 0);
});

test('a lock that another program holds for long is said to be that, and it and the mirror stay', async (t) => {
  const { host, repository, folder, tip, waits, mirrorsRemoved } = await aSiteBesideItsHost(t);
  const lock = join(folder, 'shallow.lock');
  writeFileSync(lock, '');
  const tag = await idOf(host.at('patches'), 'patch/LAB-1');
  const error = await fails(t, 'GIT_LOCKED', () => repository.readRelease(lab1, tag));
  t.true(error.message.includes(lock));
  t.is(error.remedy, 'retry');
  t.is(waits.length, 3);
  t.true(existsSync(lock));
  t.is((await repository.readChannel(tip)).files.size, 2);
  t.is(mirrorsRemoved(), 0);
});

test('a lock is believed only where git itself makes one: no word of a host names any other file', async (t) => {
  const { folder, host } = await aSiteBesideItsHost(t);
  mkdirSync(join(host.folder, 'elsewhere'));
  symlinkSync(join(host.folder, 'elsewhere'), join(folder, 'refs', 'away'));
  const remote = { url: `file://${host.at('patches')}`, account: null, ca: null };
  const program = { folder, use: 'mirror', remote, patience: usualPatience, caFile: () => null } as const;
  const complaint = (lock: string) =>
    localComplaintOf(program, `fatal: Unable to create '${lock}': File exists.`);
  const own = `${folder}/refs/heads/main.lock`;
  t.like(await complaint(own), { code: 'GIT_LOCKED', details: { lock: own } });
  for (const place of [
    '../elsewhere/mumps',
    'refs/../../elsewhere/mumps',
    'refs/away/mumps',
    'objects/x',
    'mumps',
  ])
    t.is(await complaint(`${folder}/${place}.lock`), null, place);
});

test('of a working copy that git cannot use it is not said that it is made anew', async (t) => {
  const { host } = await aSite(t, openSystemRepository);
  const folder = join(host.folder, 'clone');
  await git(host.folder, ['clone', '--quiet', host.at('patches'), folder]);
  const remote = { url: host.url('patches'), account: null, ca: null };
  const waits: number[] = [];
  const patience = { sleep: (wait: number) => Promise.resolve(void waits.push(wait)) };
  const copy = openPatchesRepository({ folder, remote, disk: nodeDisk(), patience });
  await copy.refresh();
  appendFileSync(join(folder, '.git', 'config'), '[core\n');
  const error = await fails(t, 'GIT_COPY_DAMAGED', () => copy.refresh());
  t.true(error.message.includes(folder));
  t.regex(error.hint, /clone it anew/);
  t.deepEqual(waits, []);
});

test('of an outbox that git cannot use it is said that statuses wait in it', async (t) => {
  const { outbox, options } = await aTellingSite(t, 'system');
  await outbox.tell(aStatus(1));
  const config = join(options.folder, 'config');
  writeFileSync(config, '[core\n');
  const disk = {
    ...quickDisk,
    replace: (path: string, bytes: Uint8Array) => {
      if (path !== config) quickDisk.replace(path, bytes);
    },
  };
  const delivery = await openOutbox({ ...options, disk }).deliver();
  t.like(delivery, { kind: 'unreachable', waiting: 1 });
  t.regex(delivery.kind === 'unreachable' ? delivery.why : '', /in which statuses wait, is damaged/);
});

test('a folder that is gone is not found', async (t) => {
  const { host } = await aSite(t, openSystemRepository);
  const remote = { url: `file://${host.at('gone')}`, account: null, ca: null };
  const { repository, waits } = aReader(host, openSystemRepository, { remote });
  await fails(t, 'GIT_REPOSITORY_MISSING', () => repository.poll());
  t.deepEqual(waits, []);
});

const broken: readonly (readonly [what: string, text: string])[] = [
  ['that is no configuration', '[user\n'],
  ['with a value that is none', '[core]\n\tignoreCase = perhaps\n'],
];

for (const [what, text] of broken)
  test(`a configuration of the user ${what} is this machine's fault, by the name of its file`, async (t) => {
    const { repository, host, mirrorsRemoved } = await aSiteBesideItsHost(t);
    const [overFile, overHttp] = [repository, aReader(host, openSystemRepository).repository];
    const tag = await idOf(host.at('patches'), 'patch/LAB-1');
    const file = join(host.folder, 'gitconfig');
    writeFileSync(file, text);
    const before = process.env['GIT_CONFIG_GLOBAL'];
    process.env['GIT_CONFIG_GLOBAL'] = file;
    try {
      for (const one of [overFile, overHttp]) {
        const error = await fails(t, 'GIT_CONFIGURATION_BROKEN', () => one.readRelease(lab1, tag));
        t.true(error.message.includes(file), error.message);
      }
    } finally {
      process.env['GIT_CONFIG_GLOBAL'] = before;
    }
    await overHttp.poll();
    t.is(mirrorsRemoved(), 0);
  });
