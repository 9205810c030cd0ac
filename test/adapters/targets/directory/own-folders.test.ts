import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import type { Disk } from '../../../../src/adapters/files/disk.ts';
import { nodeDisk } from '../../../../src/adapters/files/node-disk.ts';
import { openDirectoryTarget } from '../../../../src/adapters/targets/directory/open-directory-target.ts';
import { digestOf } from '../../../../src/base/digest.ts';
import { documentName } from '../../../../src/document/document-name.ts';
import type { TargetSession } from '../../../../src/ports/target.ts';
import { Crash, failingDisk } from '../../../worlds/failing-disk.ts';
import { temporaryFolder } from '../../../worlds/temporary-folder.ts';

const clock = { now: () => Date.parse('2026-11-22T10:00:00Z') };
const open = (folder: string, disk: Disk = nodeDisk()) =>
  openDirectoryTarget({ folder, disk, clock }).open('agent');
const bytes = Buffer.from('x\n');

const put = (session: TargetSession, name: string) =>
  session.apply({ kind: 'put', name: documentName(name), bytes, expected: null });
const remove = (session: TargetSession, name: string) =>
  session.apply({ kind: 'remove', name: documentName(name), expected: digestOf(bytes) });

const visible = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((path) => !path.startsWith('.patchfleet'))
    .sort();

test('folders that were made for documents go with the last one in them', async (t) => {
  const folder = temporaryFolder(t);
  const session = await open(folder);
  await put(session, '/csp/lab/a.txt');
  await put(session, '/csp/lab/deep/b.txt');
  await remove(session, '/csp/lab/deep/b.txt');
  t.deepEqual(visible(folder), ['files', 'files/csp', 'files/csp/lab', 'files/csp/lab/a.txt']);
  await remove(session, '/csp/lab/a.txt');
  t.deepEqual(visible(folder), []);
  await session.close();
});

test('folders that people made stay, and so does what they put into ours', async (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'files', 'upload'), { recursive: true });
  const session = await open(folder);
  await put(session, '/upload/a.txt');
  await put(session, '/ours/b.txt');
  writeFileSync(join(folder, 'files', 'ours', 'mine.txt'), 'mine');
  await remove(session, '/upload/a.txt');
  await remove(session, '/ours/b.txt');
  t.deepEqual(visible(folder), ['files', 'files/ours', 'files/ours/mine.txt', 'files/upload']);
  await session.close();
});

test('a folder that people made anew after ours was removed is theirs', async (t) => {
  const folder = temporaryFolder(t);
  const session = await open(folder);
  await put(session, '/lab/a.txt');
  await remove(session, '/lab/a.txt');
  mkdirSync(join(folder, 'files', 'lab'), { recursive: true });
  await put(session, '/lab/a.txt');
  await remove(session, '/lab/a.txt');
  t.deepEqual(visible(folder), ['files', 'files/lab']);
  await session.close();
});

test('a list that somebody edited leads to nothing outside of the folders of documents', async (t) => {
  const folder = temporaryFolder(t);
  const session = await open(folder);
  mkdirSync(join(folder, 'theirs'));
  mkdirSync(join(folder, 'files'));
  writeFileSync(join(folder, '.patchfleet', 'folders.txt'), 'theirs\nfiles/../theirs\n/tmp\n\nfiles');
  await put(session, '/a.txt');
  await remove(session, '/a.txt');
  t.deepEqual(visible(folder), ['files', 'theirs'], 'the last line was cut short');
  await session.close();
});

test('a session that dies at any effect of a removal leaves no folder of ours behind the next session, and every one of people', async (t) => {
  for (let effects = 0; ; effects += 1) {
    const folder = temporaryFolder(t);
    mkdirSync(join(folder, 'files', 'upload'), { recursive: true });
    const first = await open(folder);
    await put(first, '/upload/ours/a.txt');
    await first.close();
    const died = await dies(folder, effects);
    const next = await open(folder);
    if (existsSync(join(folder, 'files', 'upload', 'ours', 'a.txt')))
      await remove(next, '/upload/ours/a.txt');
    await next.close();
    const left = visible(folder);
    // Between the list and the folder a crash leaves one that counts as people's: nothing of theirs is ever taken away for it.
    t.true(left.length <= 3 && left.includes('files/upload'), left.join(' '));
    if (!died) return;
  }
});

/** False where all was done before so many effects. */
async function dies(folder: string, after: number): Promise<boolean> {
  let session: TargetSession | null = null;
  try {
    session = await open(folder, failingDisk(nodeDisk(), { after }));
    await remove(session, '/upload/ours/a.txt');
    return false;
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
    return true;
  } finally {
    // The kernel's lock goes with the process; the lock file stays, for the disk is gone.
    await session?.close().catch(() => undefined);
  }
}
