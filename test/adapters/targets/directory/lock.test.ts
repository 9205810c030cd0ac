import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import type { Disk } from '../../../../src/adapters/files/disk.ts';
import { nodeDisk } from '../../../../src/adapters/files/node-disk.ts';
import { lockAddress, takeProcessLock } from '../../../../src/adapters/targets/directory/process-lock.ts';
import { isFailure } from '../../../../src/base/failure.ts';
import { temporaryFolder } from '../../../worlds/temporary-folder.ts';
import { fill, open } from './filled-target.ts';

test('a lock file of another host is respected, one of this host counts only with its process', async (t) => {
  const folder = temporaryFolder(t);
  await fill(open(folder));
  const lockFile = join(folder, '.patchfleet', 'lock.json');
  const session = await open(folder).open('agent');
  const content = readFileSync(lockFile, 'utf8');
  await session.close();
  writeFileSync(lockFile, content);
  await (await open(folder).open('agent')).close();
  writeFileSync(lockFile, content.replace(/"host": ".*"/, '"host": "another-host"'));
  for (const attempt of [1, 2]) {
    const error = await t.throwsAsync(open(folder).open('agent'), undefined, `${attempt}`);
    t.true(isFailure(error, 'TARGET_BUSY'));
    t.regex(error.message, /another-host.*lock\.json/);
  }
});

test('a lock file of another network namespace is respected, as that of another host', async (t) => {
  const folder = temporaryFolder(t);
  await fill(open(folder));
  const lockFile = join(folder, '.patchfleet', 'lock.json');
  const session = await open(folder).open('agent');
  const content = JSON.parse(readFileSync(lockFile, 'utf8')) as object;
  await session.close();
  writeFileSync(lockFile, JSON.stringify({ ...content, network: 'net:[1]' }));
  const error = await t.throwsAsync(open(folder).open('agent'));
  t.true(isFailure(error, 'TARGET_BUSY'));
  t.regex(error.message, /net:\[1\].*lock\.json/);
  writeFileSync(lockFile, JSON.stringify({ ...content, network: undefined }));
  await (await open(folder).open('agent')).close();
});

test('a lock file that cannot be read is respected, and named with what to do', async (t) => {
  for (const content of ['', '{"holder":"agent","ho', '{"format":2,"owner":"agent"}', null]) {
    const folder = temporaryFolder(t);
    await fill(open(folder));
    const lockFile = join(folder, '.patchfleet', 'lock.json');
    if (content === null) mkdirSync(lockFile);
    else writeFileSync(lockFile, content);
    const error = await t.throwsAsync(open(folder).open('agent'), undefined, String(content));
    t.true(isFailure(error, 'TARGET_BUSY'));
    t.true(error.message.includes(`remove ${lockFile}`), error.message);
    if (content !== null) t.is(readFileSync(lockFile, 'utf8'), content);
  }
});

/** The lock file as a session writes it. */
async function lockFileOf(folder: string): Promise<{ readonly path: string; readonly content: string }> {
  const path = join(folder, '.patchfleet', 'lock.json');
  const session = await open(folder).open('agent');
  const content = readFileSync(path, 'utf8');
  await session.close();
  return { path, content };
}

test('a lock file of this host that was cut short goes with the process that wrote it, wherever it was cut', async (t) => {
  const folder = temporaryFolder(t);
  await fill(open(folder));
  const { path, content } = await lockFileOf(folder);
  const taken: boolean[] = [];
  for (let length = 0; length < content.length; length += 1) {
    writeFileSync(path, content.slice(0, length));
    try {
      await (await open(folder).open('agent')).close();
      taken.push(true);
    } catch (error) {
      t.true(isFailure(error, 'TARGET_BUSY'), String(error));
      t.is(readFileSync(path, 'utf8'), content.slice(0, length));
      taken.push(false);
    }
  }
  const first = content.slice(0, taken.indexOf(true));
  t.regex(first, /("network": ".*",|"holder")$/);
  t.false(taken.slice(first.length).includes(false));
});

test('a lock file of another host or network that was cut short is respected, wherever it was cut', async (t) => {
  const folder = temporaryFolder(t);
  await fill(open(folder));
  const { path, content } = await lockFileOf(folder);
  const others = [
    content.replace(/"host": ".*"/, '"host": "another-host"'),
    JSON.stringify({ ...(JSON.parse(content) as object), network: 'net:[1]' }, null, 2),
  ];
  for (const other of others)
    for (let length = 0; length <= other.trimEnd().length; length += 1) {
      writeFileSync(path, other.slice(0, length));
      const error = await t.throwsAsync(open(folder).open('agent'), undefined, other.slice(0, length));
      t.true(error.message.includes(`remove ${path}`), error.message);
    }
});

test('of two hosts that find no lock at once, only the one that made the file goes on', async (t) => {
  const folder = temporaryFolder(t);
  await fill(open(folder));
  const lockFile = join(folder, '.patchfleet', 'lock.json');
  const other = JSON.stringify({
    holder: 'agent',
    host: 'another-host',
    pid: 7,
    since: '2026-11-22T10:00:00Z',
  });
  const disk = nodeDisk();
  const late: Disk = {
    ...disk,
    makeFolder: (path) => {
      disk.makeFolder(path);
      writeFileSync(lockFile, other);
    },
  };
  const error = await t.throwsAsync(open(folder, late).open('agent'));
  t.true(isFailure(error, 'TARGET_BUSY'));
  t.regex(error.message, /another-host.*lock\.json/);
  t.is(readFileSync(lockFile, 'utf8'), other);
});

test('two paths to one folder have one lock', async (t) => {
  const folder = temporaryFolder(t);
  const other = join(temporaryFolder(t), 'link');
  symlinkSync(folder, other);
  const session = await open(folder).open('agent');
  t.true(isFailure(await t.throwsAsync(open(other).open('agent')), 'TARGET_BUSY'));
  await session.close();
});

test('a socket file on which nobody answers is taken over, one that is answered is not', async (t) => {
  const address = join(temporaryFolder(t), 'lock.sock');
  const first = await takeProcessLock(address);
  t.truthy(first);
  t.is(await takeProcessLock(address), null);
  await first?.release();
  const program = `require('net').createServer().listen(${JSON.stringify(address)}, () => process.kill(process.pid, 'SIGKILL'))`;
  await once(spawn(process.execPath, ['-e', program]), 'exit');
  t.true(existsSync(address));
  const second = await takeProcessLock(address);
  t.truthy(second);
  await second?.release();
});

test('each platform has its kind of lock', (t) => {
  t.regex(lockAddress('/data', 'linux'), /^\0patchfleet-[0-9a-f]{40}$/);
  t.regex(lockAddress('C:\\data', 'win32'), /^\\\\\.\\pipe\\patchfleet-/);
  t.regex(lockAddress('/data', 'darwin'), /^\/tmp\/patchfleet-[0-9a-f]{40}\.sock$/);
});
