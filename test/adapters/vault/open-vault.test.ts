import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import test from 'ava';
import git from 'isomorphic-git';
import { gitFs } from '../../../src/adapters/files/git-disk.ts';
import { nodeDisk } from '../../../src/adapters/files/node-disk.ts';
import { openVault } from '../../../src/adapters/vault/open-vault.ts';
import { documentName } from '../../../src/document/document-name.ts';
import { backup, given, holds, runVaultContract } from '../../ports/vault-contract.ts';
import { memoryVault } from '../../worlds/memory-vault.ts';
import { temporaryFolder } from '../../worlds/temporary-folder.ts';
import { noise, open, packsOf, sizeOf } from './vault-folder.ts';

runVaultContract('vault in memory', () => {
  const vault = memoryVault();
  return () => vault;
});

runVaultContract('vault', (t) => {
  const folder = join(temporaryFolder(t), 'vault.git');
  return () => openVault({ folder, disk: nodeDisk() });
});

test('any git can read a snapshot, and finds nothing wrong with the repository', async (t) => {
  const gitdir = join(temporaryFolder(t), 'vault.git');
  const snapshot = await open(gitdir).save(
    backup,
    given({ 'Lab.Router.cls': 'Class Lab.Router\n', 'lab.b.cls': 'x', '^LabConfig': null }),
  );
  const run = (...args: string[]) => execFileSync('git', ['-C', gitdir, ...args], { encoding: 'utf8' });
  t.is(run('fsck', '--full', '--strict'), '');
  t.is(run('rev-parse', 'refs/snapshots/1-backup').trim(), snapshot);
  t.is(run('show', `${snapshot}:classes/Lab/Router.cls`), 'Class Lab.Router\n');
  t.is(
    run('ls-tree', '-r', '--name-only', snapshot),
    'classes/Lab/Router.cls\nclasses/lab~i0/b.cls\ninventory.json\n',
  );
  const other = await git.readBlob({
    fs: gitFs(nodeDisk()),
    gitdir,
    oid: snapshot,
    filepath: 'classes/Lab/Router.cls',
  });
  t.is(Buffer.from(other.blob).toString(), 'Class Lab.Router\n');
});

test('a vault that somebody repacked with git still works', async (t) => {
  const folder = join(temporaryFolder(t), 'vault.git');
  const text = 'a line that is the same in both\n'.repeat(500);
  const first = await open(folder).save(backup, given({ 'A.cls': text }));
  await open(folder).save({ attempt: 2, kind: 'backup' }, given({ 'A.cls': `${text}one more\n` }));
  execFileSync('git', ['-C', folder, '-c', 'gc.writeCommitGraph=false', 'gc', '-q']);
  const vault = open(folder);
  await holds(t, vault, first, { 'A.cls': text });
  t.is((await vault.labels()).length, 2);
  await vault.keepOnly(new Set([first]));
  await holds(t, open(folder), first, { 'A.cls': text });
  t.is((await vault.list()).length, 1);
});

test('documents that did not change cost nothing again', async (t) => {
  const folder = join(temporaryFolder(t), 'vault.git');
  const vault = open(folder);
  const documents = { '/a.bin': noise(1, 200_000), '/b.bin': noise(2, 1000) };
  await vault.save(backup, given(documents));
  const before = sizeOf(folder);
  await open(folder).save({ attempt: 2, kind: 'backup' }, given({ ...documents, '/b.bin': noise(3, 1000) }));
  t.true(sizeOf(folder) - before < 5000, `${sizeOf(folder) - before} bytes more`);
});

test('dropping snapshots frees what only they held', async (t) => {
  const folder = join(temporaryFolder(t), 'vault.git');
  const vault = open(folder);
  const shared = noise(1, 50_000);
  await vault.save(backup, given({ '/shared.bin': shared, '/old.bin': noise(2, 400_000) }));
  const kept = await vault.save({ attempt: 2, kind: 'backup' }, given({ '/shared.bin': shared }));
  t.true(sizeOf(folder) > 400_000);
  await vault.keepOnly(new Set([kept]));
  t.true(sizeOf(folder) < 60_000, `${sizeOf(folder)} bytes`);
  await holds(t, open(folder), kept, { '/shared.bin': shared });
  await vault.keepOnly(new Set());
  t.is(sizeOf(folder), 0);
});

test('many small packs are put together', async (t) => {
  const folder = join(temporaryFolder(t), 'vault.git');
  const vault = open(folder);
  const kept = [];
  for (let attempt = 1; attempt <= 40; attempt += 1)
    kept.push(await vault.save({ attempt, kind: 'backup' }, given({ 'A.cls': `${attempt}` })));
  await vault.keepOnly(new Set(kept));
  t.is(packsOf(folder).length, 1);
  await holds(t, open(folder), kept[6] ?? '', { 'A.cls': '7' });
});

test('a document larger than a pack is kept, and so is what comes after it', async (t) => {
  const folder = join(temporaryFolder(t), 'vault.git');
  const documents = { '/big.bin': noise(1, 17 * 1024 * 1024), '/small.bin': noise(2, 10) };
  const snapshot = await open(folder).save(backup, given(documents));
  t.is(packsOf(folder).length, 2);
  const found = await open(folder).read(snapshot, documentName('/small.bin'));
  t.deepEqual(found && Uint8Array.from(found), documents['/small.bin']);
});
