import anyTest from 'ava';
import { Failure } from '../../../src/base/failure.ts';
import { nodeDisk } from '../../../src/adapters/files/node-disk.ts';
import { git, idOf, write } from './git-host.ts';
import type { Files } from './git-host.ts';

import { aSite, fails, lab1, lab2, pathOf, unpackAll } from './reading-site.ts';
import type { Open } from './reading-site.ts';

const test = anyTest.serial;

/** What must never reach a site. */
export function refusesWhatItMust(adapter: string, open: Open): void {
  test(`${adapter}: a tag that was moved, signed anew or deleted is an error that says which`, async (t) => {
    const { host, repository } = await aSite(t, open);
    const tag = await idOf(host.at('patches'), 'patch/LAB-1');
    await git(host.at('patches'), [
      'tag',
      '-f',
      '-a',
      '-m',
      'Signed anew',
      'patch/LAB-1',
      'patch/LAB-1^{commit}',
    ]);
    const error = await fails(t, 'TAG_MOVED', () => repository.readRelease(lab1, tag));
    t.regex(error.message, new RegExp(`${await idOf(host.at('patches'), 'patch/LAB-1')}.*${tag}`));
    await git(host.at('patches'), ['tag', '-d', 'patch/LAB-1']);
    await fails(t, 'TAG_GONE', () => repository.readRelease(lab1, tag));
  });

  test(`${adapter}: a tag without a tag object is refused`, async (t) => {
    const { host, repository } = await aSite(t, open);
    await git(host.at('patches'), ['tag', '-f', 'patch/LAB-1', 'patch/LAB-1^{commit}']);
    const tag = await idOf(host.at('patches'), 'patch/LAB-1');
    await fails(t, 'TREE_REFUSED', () => repository.readRelease(lab1, tag));
  });

  const hostile: readonly (readonly [string, Files])[] = [
    ['a link', { 'kit/a.xml': { mode: '120000', content: '/etc/passwd' } }],
    ['a submodule', { 'kit/sub': { mode: '160000', content: '1'.repeat(40) } }],
    ['a name with a backslash', { '"kit/..\\\\..\\\\a"': 'x' }],
    ['a name with a newline', { '"kit/a\\nb"': 'x' }],
  ];
  for (const [what, files] of hostile) {
    test(`${adapter}: a release that carries ${what} is refused`, async (t) => {
      const { host, repository } = await aSite(t, open);
      await write(host.at('patches'), [{ ref: 'tags/patch/LAB-2', files: { 'patch.yaml': '', ...files } }]);
      const tag = await idOf(host.at('patches'), 'patch/LAB-2');
      await fails(t, 'TREE_REFUSED', () => repository.readRelease(lab2, tag));
    });
  }

  for (const name of ['..', '.git', '.GIT', '.']) {
    test(`${adapter}: a release whose tree has an entry named ${name} is refused`, async (t) => {
      const { host, repository } = await aSite(t, open);
      const blob = (await git(host.at('patches'), ['hash-object', '-w', '--stdin'], 'x')).trim();
      const bytes = Buffer.concat([Buffer.from(`100644 ${name}\0`), Buffer.from(blob, 'hex')]);
      const tree = (
        await git(host.at('patches'), ['hash-object', '-w', '--literally', '-t', 'tree', '--stdin'], bytes)
      ).trim();
      const commit = (await git(host.at('patches'), ['commit-tree', '-m', 'x', tree])).trim();
      await git(host.at('patches'), ['tag', '-f', '-a', '-m', 'x', 'patch/LAB-2', commit]);
      const tag = await idOf(host.at('patches'), 'patch/LAB-2');
      await fails(t, 'TREE_REFUSED', () => repository.readRelease(lab2, tag));
    });
  }

  test(`${adapter}: a release whose objects are not all on the host is an error, not a smaller release`, async (t) => {
    const { host, repository } = await aSite(t, open);
    const tag = await idOf(host.at('patches'), 'patch/LAB-1');
    const blob = await idOf(host.at('patches'), 'patch/LAB-1:kit/Routes.xml');
    await git(host.at('patches'), ['config', 'fetch.unpackLimit', '1000']);
    await unpackAll(host.at('patches'));
    nodeDisk().remove(pathOf(host.at('patches'), blob));
    await t.throwsAsync(repository.readRelease(lab1, tag), { instanceOf: Failure });
  });
}
