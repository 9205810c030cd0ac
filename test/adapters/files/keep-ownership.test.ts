import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { nodeDisk } from '../../../src/adapters/files/node-disk.ts';
import { temporaryFolder } from '../../worlds/temporary-folder.ts';

const isRoot = process.getuid?.() === 0;
const asRoot = isRoot ? test : test.skip;
const skipped = isRoot ? '' : ' (skipped: only root may give files away)';
const bytes = Buffer.from('new');

function aFile(folder: string, name: string, mode: number): string {
  const path = join(folder, name);
  writeFileSync(path, 'old');
  chownSync(path, 33, 34);
  chmodSync(path, mode);
  return path;
}

function seen(path: string): readonly number[] {
  const { uid, gid, mode } = statSync(path);
  return [uid, gid, mode & 0o7777];
}

asRoot(`a replaced file keeps owner, group and mode${skipped}`, async (t) => {
  const folder = temporaryFolder(t);
  const [one, two] = [aFile(folder, 'one', 0o640), aFile(folder, 'two', 0o2750)];
  nodeDisk().replace(one, bytes);
  await nodeDisk().replaceAll([{ path: two, bytes }], () => true);
  t.deepEqual(seen(one), [33, 34, 0o640]);
  t.deepEqual(seen(two), [33, 34, 0o2750]);
});

asRoot(`a user who may not give files away keeps the group${skipped}`, (t) => {
  const folder = openFolder(t);
  const path = aFile(folder, 'page', 0o640);
  t.is(replaceAs(4711, 34, path), 'replaced');
  t.deepEqual(seen(path), [4711, 34, 0o640]);
});

asRoot(
  `where not even the group can be kept, nobody who read by it is locked out: that is refused${skipped}`,
  (t) => {
    const folder = openFolder(t);
    const [forGroup, forAll] = [aFile(folder, 'group', 0o640), aFile(folder, 'all', 0o644)];
    t.is(replaceAs(4711, 4711, forGroup), 'DISK_FAILED');
    t.deepEqual(seen(forGroup), [33, 34, 0o640]);
    t.is(replaceAs(4711, 4711, forAll), 'replaced');
    t.deepEqual(seen(forAll), [4711, 4711, 0o644]);
    t.deepEqual(readdirSync(folder).sort(), ['all', 'group']);
  },
);

/** A folder in which everybody may write. */
function openFolder(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'patchfleet-owners-'));
  t.teardown(() => {
    rmSync(folder, { recursive: true });
  });
  chmodSync(folder, 0o777);
  return folder;
}

/** A thread cannot become another user: a process of its own does, after it has loaded the code. */
function replaceAs(uid: number, gid: number, path: string): string {
  const code = `
    const { nodeDisk } = await import(${JSON.stringify(new URL('../../../src/adapters/files/node-disk.js', import.meta.url).href)});
    process.setgroups([]);
    process.setgid(${gid});
    process.setuid(${uid});
    try {
      nodeDisk().replace(${JSON.stringify(path)}, Buffer.from('new'));
      console.log('replaced');
    } catch (error) {
      console.log(error.code);
    }`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
  });
  return stdout.trim() || stderr;
}
