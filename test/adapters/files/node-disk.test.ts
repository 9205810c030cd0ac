import {
  chmodSync,
  existsSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import test from 'ava';
import git from 'isomorphic-git';
import { gitFs } from '../../../src/adapters/files/git-disk.ts';
import { isLeftover } from '../../../src/adapters/files/fresh-file.ts';
import { nodeDisk } from '../../../src/adapters/files/node-disk.ts';
import { isFailure } from '../../../src/base/failure.ts';
import { Crash, failingDisk } from '../../worlds/failing-disk.ts';
import { temporaryFolder } from '../../worlds/temporary-folder.ts';

const bytes = (text: string) => Buffer.from(text);

test('a replaced file holds the new bytes, keeps its mode, and leaves nothing beside it', (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, 'index.csp');
  writeFileSync(path, 'old');
  chmodSync(path, 0o640);
  nodeDisk().replace(path, bytes('new'));
  t.is(readFileSync(path, 'utf8'), 'new');
  t.is(statSync(path).mode & 0o777, 0o640);
  t.deepEqual(readdirSync(folder), ['index.csp']);
});

test('of several files each holds the new bytes and keeps its mode, up to the first that is not as expected', async (t) => {
  const folder = temporaryFolder(t);
  const names = Array.from({ length: 150 }, (_, at) => `f${String(at).padStart(3, '0')}`);
  for (const name of names) writeFileSync(join(folder, name), 'old');
  chmodSync(join(folder, 'f000'), 0o640);
  const files = names.map((name) => ({ path: join(folder, name), bytes: bytes(`new ${name}`) }));
  const isExpected = (path: string) => {
    t.is(readFileSync(path, 'utf8'), 'old', 'asked before it is replaced');
    return !path.endsWith('f100');
  };
  t.is(await nodeDisk().replaceAll(files, isExpected), 100);
  const found = names.map((name) => readFileSync(join(folder, name), 'utf8'));
  t.deepEqual(
    found,
    names.map((name, at) => (at < 100 ? `new ${name}` : 'old')),
  );
  t.is(statSync(join(folder, 'f000')).mode & 0o777, 0o640);
  t.deepEqual(readdirSync(folder).sort(), names);
});

test('where one of several files cannot be made, none is replaced, and nothing is left beside them', async (t) => {
  const folder = temporaryFolder(t);
  const paths = [join(folder, 'one'), join(folder, 'missing', 'two')];
  const files = paths.map((path) => ({ path, bytes: bytes('new') }));
  const error = await t.throwsAsync(nodeDisk().replaceAll(files, () => true));
  t.true(isFailure(error, 'DISK_FAILED'));
  t.deepEqual(readdirSync(folder), []);
});

test('a link planted under a name that can be foreseen is not written through', (t) => {
  const folder = temporaryFolder(t);
  const victim = join(temporaryFolder(t), 'victim');
  writeFileSync(victim, 'precious');
  symlinkSync(victim, join(folder, `.patchfleet-new-${process.pid}-${threadId}`));
  nodeDisk().replace(join(folder, 'file'), bytes('new'));
  t.is(readFileSync(victim, 'utf8'), 'precious');
  t.is(readFileSync(join(folder, 'file'), 'utf8'), 'new');
});

test('a file is created whole where nothing has its name, and leaves nothing beside it', (t) => {
  const folder = temporaryFolder(t);
  t.true(nodeDisk().create(join(folder, 'lock'), bytes('one')));
  t.false(nodeDisk().create(join(folder, 'lock'), bytes('two')));
  t.is(readFileSync(join(folder, 'lock'), 'utf8'), 'one');
  symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
  t.false(nodeDisk().create(join(folder, 'link'), bytes('two')));
  t.deepEqual(readdirSync(folder).sort(), ['link', 'lock']);
});

test('a file name as long as the system allows can be replaced', (t) => {
  const path = join(temporaryFolder(t), 'n'.repeat(255));
  nodeDisk().replace(path, bytes('x'));
  t.is(readFileSync(path, 'utf8'), 'x');
});

test('appending makes the file, and truncating cuts it', (t) => {
  const path = join(temporaryFolder(t), 'journal');
  const disk = nodeDisk();
  disk.append(path, bytes('one\n'));
  disk.append(path, bytes('two\n'));
  disk.truncate(path, 4);
  t.is(readFileSync(path, 'utf8'), 'one\n');
});

test('folders are made with those above them, and removed with all that is in them', (t) => {
  const folder = temporaryFolder(t);
  const disk = nodeDisk();
  disk.makeFolder(join(folder, 'a', 'b', 'c'));
  disk.makeFolder(join(folder, 'a', 'b', 'c'));
  disk.replace(join(folder, 'a', 'b', 'c', 'file'), bytes('x'));
  disk.removeFolder(join(folder, 'a'));
  t.deepEqual(readdirSync(folder), []);
});

test('removing what is not there does nothing', (t) => {
  const folder = temporaryFolder(t);
  t.notThrows(() => {
    nodeDisk().remove(join(folder, 'none'));
    nodeDisk().removeFolder(join(folder, 'none'));
  });
});

test('what the system refuses is a failure that names the path', (t) => {
  const path = join(temporaryFolder(t), 'missing', 'file');
  const error = t.throws(() => {
    nodeDisk().replace(path, bytes('x'));
  });
  t.true(isFailure(error, 'DISK_FAILED'));
  t.true(error.message.includes(path));
});

const full = existsSync('/dev/full');
(full ? test : test.skip)(
  `a full disk is the failure DISK_FULL${full ? '' : ' (skipped: this system has no /dev/full)'}`,
  (t) => {
    const error = t.throws(() => {
      nodeDisk().append('/dev/full', bytes('x'));
    });
    t.true(isFailure(error, 'DISK_FULL'));
  },
);

test('git writes objects and refs through the disk, and reads them back', async (t) => {
  const gitdir = join(temporaryFolder(t), 'site.git');
  const disk = failingDisk(nodeDisk(), { after: Number.POSITIVE_INFINITY });
  const fs = gitFs(disk);
  await git.init({ fs, gitdir, bare: true });
  const blob = await git.writeBlob({ fs, gitdir, blob: bytes('content') });
  await git.writeRef({ fs, gitdir, ref: 'refs/heads/status/uat-1', value: blob });
  writeFileSync(join(gitdir, 'refs', 'heads', '.patchfleet-new-1-0'), 'half');
  t.true(isLeftover('.patchfleet-new-1-0'));
  t.deepEqual(await git.listBranches({ fs, gitdir }), ['status/uat-1']);
  t.is(Buffer.from((await git.readBlob({ fs, gitdir, oid: blob })).blob).toString(), 'content');
  t.true(disk.effects() > 4);
  await git.deleteRef({ fs, gitdir, ref: 'refs/heads/status/uat-1' });
  t.deepEqual(await git.listBranches({ fs, gitdir }), []);
});

test('what the disk refuses reaches who asked git for it', async (t) => {
  const gitdir = join(temporaryFolder(t), 'site.git');
  await git.init({ fs: gitFs(nodeDisk()), gitdir, bare: true });
  const fs = gitFs(failingDisk(nodeDisk(), { after: 0 }));
  await t.throwsAsync(git.writeBlob({ fs, gitdir, blob: bytes('content') }), { instanceOf: Crash });
});

test('below its private folder only the user can read what is written, also what stood there open', (t) => {
  const top = temporaryFolder(t);
  const [own, beside] = [join(top, 'state'), join(top, 'state-of-others')];
  const disk = nodeDisk({ privateBelow: own });
  const modeOf = (path: string) => statSync(path).mode & 0o777;
  disk.makeFolder(join(own, 'vault'));
  writeFileSync(join(own, 'old'), '', { mode: 0o644 });
  disk.replace(join(own, 'old'), bytes('x'));
  disk.replace(join(own, 'new'), bytes('x'));
  disk.create(join(own, 'lock'), bytes('x'));
  disk.append(join(own, 'journal'), bytes('x'));
  for (const name of ['old', 'new', 'lock', 'journal']) t.is(modeOf(join(own, name)), 0o600, name);
  t.is(modeOf(join(own, 'vault')), 0o700);
  disk.makeFolder(beside);
  disk.replace(join(beside, 'page'), bytes('x'));
  writeFileSync(join(beside, 'usual'), '');
  t.is(modeOf(join(beside, 'page')), modeOf(join(beside, 'usual')));
});
