import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { readPatchTimes } from '../../../src/adapters/git/patch-times.ts';
import { temporaryFolder } from '../../worlds/temporary-folder.ts';

const day = (number: number): string => `2026-03-0${number}T00:00:00Z`;

test('a patch has the time at which it first came to what is checked out, or that of its release tag', async (t) => {
  const top = temporaryFolder(t);
  const git = (date: string, ...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=M', '-c', 'user.email=m@example.org', ...args], {
      cwd: top,
      env: { ...process.env, GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: date },
    });
  const commit = (date: string, path: string, text: string): void => {
    mkdirSync(join(top, path), { recursive: true });
    writeFileSync(join(top, path, 'patch.yaml'), text);
    git(date, 'add', '--all');
    git(date, 'commit', '--quiet', '--message', path);
  };
  t.deepEqual(await readPatchTimes(top), new Map());
  git(day(1), 'init', '--quiet', '--initial-branch=main');
  t.deepEqual(await readPatchTimes(top), new Map());
  commit(day(1), 'patches/LAB-1', 'id: LAB-1\n');
  commit(day(2), 'patches/LAB/LAB-2', 'id: LAB-2\n');
  commit(day(3), 'patches/LAB-1', 'id: LAB-1\ntitle: x\n');
  git(day(4), 'checkout', '--quiet', '-b', 'topic');
  commit(day(4), 'patches/LAB-3', 'id: LAB-3\n');
  git(day(5), 'checkout', '--quiet', 'main');
  git(day(5), 'merge', '--quiet', '--no-ff', '--message', 'Merge', 'topic');
  git(day(6), 'tag', '--annotate', '--message', 'x', 'patch/LAB-2');
  mkdirSync(join(top, 'patches/LAB-4'));
  writeFileSync(join(top, 'patches/LAB-4/patch.yaml'), 'id: LAB-4\n');
  t.deepEqual(
    [...(await readPatchTimes(top))].map(([id, at]) => [id, new Date(at).toISOString().slice(0, 10)]).sort(),
    [
      ['LAB-1', '2026-03-01'],
      ['LAB-2', '2026-03-06'],
      ['LAB-3', '2026-03-05'],
    ],
  );
});
