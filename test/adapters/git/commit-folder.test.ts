import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { nodeDisk } from '../../../src/adapters/files/node-disk.ts';
import { commitFolder } from '../../../src/adapters/git/commit-folder.ts';
import { isFailure } from '../../../src/base/failure.ts';
import { gitIn } from '../../../tools/studio/a-laboratory.ts';
import { temporaryFolder } from '../../worlds/temporary-folder.ts';

/** A working copy with a commit, a link in it, and work that nobody committed. */
function aWorkingCopy(t: ExecutionContext): { readonly folder: string; git: (...args: string[]) => string } {
  const folder = join(temporaryFolder(t), 'work');
  mkdirSync(join(folder, 'patches', 'LAB-1'), { recursive: true });
  const git = (...args: string[]): string => gitIn(folder, ...args);
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'Ana Ruiz');
  git('config', 'user.email', 'ana@example.org');
  writeFileSync(join(folder, 'fleet.yaml'), 'rings: []\n');
  writeFileSync(join(folder, 'patches', 'LAB-1', 'patch.yaml'), 'id: LAB-1\n');
  writeFileSync(join(folder, 'patches', 'LAB-1', 'old.txt'), 'old\n');
  symlinkSync('fleet.yaml', join(folder, 'link'));
  git('add', '--all');
  git('commit', '--quiet', '--message', 'First');
  writeFileSync(join(folder, 'fleet.yaml'), 'rings: [mine]\n');
  writeFileSync(join(folder, 'staged.txt'), 'staged\n');
  git('add', 'staged.txt');
  return { folder, git };
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const aWish = (repository: string, former: string | null = null) => ({
  ...{ repository, former, branch: 'propose/LAB-2', path: 'patches/LAB/LAB-2', message: 'LAB-2: Title' },
  files: new Map([
    ['patch.yaml', bytes('id: LAB-2\n')],
    ['kit/a.bin', Uint8Array.of(0, 255, 13, 10, 128)],
  ]),
});

test('a folder is committed to a branch of its own, as git is configured, and nothing else is touched', async (t) => {
  const { folder, git } = aWorkingCopy(t);
  const before = [git('status', '--porcelain'), git('rev-parse', 'HEAD'), git('symbolic-ref', 'HEAD')];
  const { commit, base } = await commitFolder(aWish(folder), nodeDisk());
  t.is(base, 'main');
  t.is(git('rev-parse', 'propose/LAB-2').trim(), commit);
  t.is(
    git('log', '-1', '--format=%an <%ae> %s', 'propose/LAB-2').trim(),
    'Ana Ruiz <ana@example.org> LAB-2: Title',
  );
  t.deepEqual(git('diff', '--name-status', 'main', 'propose/LAB-2').trim().split('\n'), [
    'A\tpatches/LAB/LAB-2/kit/a.bin',
    'A\tpatches/LAB/LAB-2/patch.yaml',
  ]);
  t.is(git('cat-file', '-s', 'propose/LAB-2:patches/LAB/LAB-2/kit/a.bin').trim(), '5');
  t.is(git('ls-tree', 'propose/LAB-2', 'link').split(' ')[0], '120000');
  t.notRegex(git('fsck', '--strict'), /error/);
  t.deepEqual([git('status', '--porcelain'), git('rev-parse', 'HEAD'), git('symbolic-ref', 'HEAD')], before);
  t.false(existsSync(join(folder, 'patches', 'LAB')));
});

test('main of the host comes before the local main, on which others may have worked', async (t) => {
  const { folder, git } = aWorkingCopy(t);
  git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  git('commit', '--quiet', '--message', 'Mine, not pushed');
  t.is((await commitFolder(aWish(folder), nodeDisk())).base, 'origin/main');
  t.is(git('rev-parse', 'propose/LAB-2^').trim(), git('rev-parse', 'origin/main').trim());
});

test('a folder that is on the base already was made by others, and is not replaced', async (t) => {
  const { folder, git } = aWorkingCopy(t);
  for (const former of [null, git('rev-parse', 'main').trim()]) {
    const wish = { ...aWish(folder, former), path: 'patches/LAB-1' };
    const error = await t.throwsAsync(commitFolder(wish, nodeDisk()));
    t.true(isFailure(error, 'FOLDER_TAKEN'));
    t.regex(error.message, /main has patches\/LAB-1 already/);
  }
  t.is(git('branch', '--list', 'propose/*'), '');
});

test('what was committed before and is not among the files any more goes', async (t) => {
  const { folder, git } = aWorkingCopy(t);
  const { commit } = await commitFolder(aWish(folder), nodeDisk());
  git('update-ref', 'refs/heads/main', commit);
  const files = new Map([['patch.yaml', bytes('id: LAB-2\n')]]);
  await commitFolder({ ...aWish(folder, commit), files }, nodeDisk());
  t.is(
    git('ls-tree', '-r', '--name-only', 'propose/LAB-2', 'patches/LAB/').trim(),
    'patches/LAB/LAB-2/patch.yaml',
  );
});

test('a second commit goes on top of the first, and the same again makes none', async (t) => {
  const { folder, git } = aWorkingCopy(t);
  const first = await commitFolder(aWish(folder), nodeDisk());
  const same = await commitFolder(aWish(folder, first.commit), nodeDisk());
  t.is(same.commit, first.commit);
  const files = new Map([['patch.yaml', bytes('id: LAB-2\ntitle: b\n')]]);
  const second = await commitFolder({ ...aWish(folder, first.commit), files }, nodeDisk());
  t.is(git('rev-parse', 'propose/LAB-2^').trim(), first.commit);
  t.is(git('rev-parse', 'propose/LAB-2').trim(), second.commit);
});

test('a branch that holds something else, or is checked out, is left alone', async (t) => {
  const { folder, git } = aWorkingCopy(t);
  git('branch', 'propose/LAB-2');
  const taken = await t.throwsAsync(commitFolder(aWish(folder), nodeDisk()));
  t.true(isFailure(taken, 'BRANCH_TAKEN'));
  t.is(git('rev-parse', 'propose/LAB-2'), git('rev-parse', 'main'));
  git('branch', '--quiet', '-D', 'propose/LAB-2');
  const { commit } = await commitFolder(aWish(folder), nodeDisk());
  git('worktree', 'add', '--quiet', join(folder, '..', 'other'), 'propose/LAB-2');
  const files = new Map([['patch.yaml', bytes('id: LAB-2\ntitle: c\n')]]);
  t.regex(
    (await t.throwsAsync(commitFolder({ ...aWish(folder, commit), files }, nodeDisk()))).message,
    /checked out/,
  );
});

test('who git does not know commits nothing', async (t) => {
  const { folder, git } = aWorkingCopy(t);
  git('config', '--unset', 'user.email');
  const error = await t.throwsAsync(commitFolder(aWish(folder), nodeDisk()));
  t.true(isFailure(error, 'GIT_IDENTITY_MISSING'));
  t.is(git('branch', '--list', 'propose/*'), '');
});
