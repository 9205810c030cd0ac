import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import git from 'isomorphic-git';
import type { Disk } from '../../../src/adapters/files/disk.ts';
import { gitFs } from '../../../src/adapters/files/git-disk.ts';
import { nodeDisk } from '../../../src/adapters/files/node-disk.ts';
import { openVault } from '../../../src/adapters/vault/open-vault.ts';
import { addTree } from '../../../src/adapters/vault/git-tree.ts';
import { writeInventoryFile } from '../../../src/adapters/vault/inventory-file.ts';
import { openObjectStore } from '../../../src/adapters/vault/object-store.ts';
import { digestOf } from '../../../src/base/digest.ts';
import { isFailure } from '../../../src/base/failure.ts';
import { documentName } from '../../../src/document/document-name.ts';
import type { Documents } from '../../ports/vault-contract.ts';
import { backup, given, holds, runVaultContract } from '../../ports/vault-contract.ts';
import { diskFull, failingDisk } from '../../worlds/failing-disk.ts';
import { memoryVault } from '../../worlds/memory-vault.ts';
import { temporaryFolder } from '../../worlds/temporary-folder.ts';

runVaultContract('vault in memory', () => {
  const vault = memoryVault();
  return () => vault;
});
runVaultContract('vault', (t) => {
  const folder = join(temporaryFolder(t), 'vault.git');
  return () => openVault({ folder, disk: nodeDisk() });
});

const open = (folder: string) => openVault({ folder, disk: nodeDisk() });
const packsOf = (folder: string) =>
  readdirSync(join(folder, 'objects', 'pack')).filter((name) => name.endsWith('.pack'));
const indexesOf = (folder: string) =>
  readdirSafe(join(folder, 'objects', 'pack')).filter((name) => name.endsWith('.idx'));
const readdirSafe = (folder: string) => (existsSync(folder) ? readdirSync(folder) : []);
const sizeOf = (folder: string) =>
  packsOf(folder).reduce((sum, name) => sum + statSync(join(folder, 'objects', 'pack', name)).size, 0);

/** Bytes that do not compress. */
function noise(seed: number, size: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length: size }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state;
  });
}

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

test('a byte that changed anywhere in a pack is found, and never handed out', async (t) => {
  const folder = join(temporaryFolder(t), 'vault.git');
  const documents: Documents = { 'A.cls': 'Class A\n', '^G': '^G(1)="x"\n', 'B.cls': null };
  const snapshot = await open(folder).save(backup, given(documents));
  const pack = join(folder, 'objects', 'pack', packsOf(folder)[0] ?? '');
  const whole = readFileSync(pack);
  const damagedAt = [];
  for (let at = 12; at < whole.length - 20; at += 3) {
    const bytes = Buffer.from(whole);
    bytes[at] = (bytes[at] ?? 0) ^ 0x41;
    writeFileSync(pack, bytes);
    const outcome = await holds(t, open(folder), snapshot, documents).catch((error: unknown) => error);
    if (outcome === undefined) continue;
    t.true(isFailure(outcome, 'SNAPSHOT_DAMAGED'), `byte ${at}`);
    damagedAt.push(at);
  }
  t.true(
    damagedAt.length > ((whole.length - 32) / 3) * 0.9,
    `${damagedAt.length} of ${(whole.length - 32) / 3}`,
  );
});

test('a document whose kept copy is damaged is kept anew, and heals the snapshots that hold it', async (t) => {
  const folder = join(temporaryFolder(t), 'vault.git');
  const documents = { '/a.bin': noise(1, 1000) };
  const first = await open(folder).save(backup, given(documents));
  const pack = join(folder, 'objects', 'pack', packsOf(folder)[0] ?? '');
  const bytes = readFileSync(pack);
  bytes[300] = (bytes[300] ?? 0) ^ 1;
  writeFileSync(pack, bytes);
  t.true(isFailure(await t.throwsAsync(open(folder).inventory(first)), 'SNAPSHOT_DAMAGED'));
  const second = await open(folder).save({ attempt: 2, kind: 'backup' }, given(documents));
  await holds(t, open(folder), second, documents);
  await holds(t, open(folder), first, documents);
});

test('what the disk did not keep as it was given is found before the snapshot counts', async (t) => {
  const folder = join(temporaryFolder(t), 'vault.git');
  const disk = nodeDisk();
  const lying: Disk = {
    ...disk,
    replace: (path, bytes) => {
      const kept = Buffer.from(bytes);
      if (path.endsWith('.pack')) kept[40] = (kept[40] ?? 0) ^ 1;
      disk.replace(path, kept);
    },
  };
  const error = await t.throwsAsync(
    openVault({ folder, disk: lying }).save(backup, given({ '/a': noise(1, 500) })),
  );
  t.true(isFailure(error, 'SNAPSHOT_DAMAGED'));
  t.deepEqual(await open(folder).list(), []);
  await holds(t, open(folder), await open(folder).save(backup, given({ '/a': noise(1, 500) })), {
    '/a': noise(1, 500),
  });
});

test('bytes that are not those of the digest in the inventory are never handed out', async (t) => {
  const folder = join(temporaryFolder(t), 'vault.git');
  const disk = nodeDisk();
  await open(folder).save(backup, given({}));
  const store = openObjectStore(folder, disk);
  const name = documentName('A.cls');
  const documents = [{ name, digest: digestOf('what it was'), path: 'classes/A.cls' }];
  const files = new Map([
    ['classes/A.cls', store.add({ kind: 'blob', content: Buffer.from('forged') })],
    [
      'inventory.json',
      store.add({ kind: 'blob', content: writeInventoryFile({ label: backup, documents }) }),
    ],
  ]);
  const commit = `tree ${addTree(store, files)}\nauthor a <a@b> 0 +0000\ncommitter a <a@b> 0 +0000\n\nforged\n`;
  const snapshot = store.add({ kind: 'commit', content: Buffer.from(commit) });
  store.flush();
  t.true(isFailure(await t.throwsAsync(open(folder).read(snapshot, name)), 'SNAPSHOT_DAMAGED'));
  t.true(isFailure(await t.throwsAsync(open(folder).inventory(snapshot)), 'SNAPSHOT_DAMAGED'));
});

test('packs that a crash left beside the one that replaces them are put together again, and nothing is lost', async (t) => {
  const folder = join(temporaryFolder(t), 'vault.git');
  const packs = join(folder, 'objects', 'pack');
  const vault = open(folder);
  const kept: string[] = [];
  for (let attempt = 1; attempt <= 35; attempt += 1)
    kept.push(await vault.save({ attempt, kind: 'backup' }, given({ 'A.cls': `${attempt}` })));
  const before = readdirSync(packs).map((name) => [name, readFileSync(join(packs, name))] as const);
  await vault.keepOnly(new Set(kept));
  for (const [name, bytes] of before) writeFileSync(join(packs, name), bytes);
  await open(folder).keepOnly(new Set(kept));
  t.is(packsOf(folder).length, 1);
  await holds(t, open(folder), kept[34] ?? '', { 'A.cls': '35' });
});

test('a lost pack is a damaged snapshot, and nothing is freed while one that is to be kept is damaged', async (t) => {
  const folder = join(temporaryFolder(t), 'vault.git');
  const vault = open(folder);
  const lost = await vault.save(backup, given({ 'A.cls': 'lost' }));
  const [pack = ''] = packsOf(folder);
  const kept = await vault.save({ attempt: 2, kind: 'backup' }, given({ 'A.cls': 'kept' }));
  nodeDisk().remove(join(folder, 'objects', 'pack', pack));
  for (const opened of [vault, open(folder)])
    t.true(isFailure(await t.throwsAsync(opened.inventory(lost)), 'SNAPSHOT_DAMAGED'));
  t.true(isFailure(await t.throwsAsync(open(folder).keepOnly(new Set([lost, kept]))), 'SNAPSHOT_DAMAGED'));
  await holds(t, open(folder), kept, { 'A.cls': 'kept' });
});

const story: { readonly attempt: number; readonly documents: Documents }[] = [
  {
    attempt: 1,
    documents: { 'A.cls': 'one', '/big.bin': noise(1, 5000), '/freed.bin': noise(3, 9000), 'N.cls': null },
  },
  { attempt: 2, documents: { 'A.cls': 'two', '/big.bin': noise(1, 5000) } },
  { attempt: 3, documents: { 'A.cls': 'three', '/other.bin': noise(2, 5000) } },
];

for (const [what, error] of [
  ['dies', undefined],
  ['finds the disk full', diskFull],
] as const)
  test(`a vault that ${what} at any effect keeps what it had, and the next one goes on`, async (t) => {
    for (let after = 0; ; after += 1) {
      const folder = join(temporaryFolder(t), 'vault.git');
      const disk = failingDisk(nodeDisk(), { after, ...(error && { error: () => error(folder) }) });
      const kept: string[] = [];
      const walk = async () => {
        const vault = openVault({ folder, disk });
        for (const { attempt, documents } of story)
          kept.push(await vault.save({ attempt, kind: 'backup' }, given(documents)));
        await vault.keepOnly(new Set([kept[1] ?? '', kept[2] ?? '']));
      };
      const ended = await walk().then(
        () => 'done',
        () => 'stopped',
      );
      for (const name of indexesOf(folder)) t.true(packsOf(folder).includes(name.replace('.idx', '.pack')));
      const vault = open(folder);
      const listed = await vault.list();
      const dropping = kept.length === story.length;
      for (const { snapshot, label } of listed)
        await holds(t, vault, snapshot, story[label.attempt - 1]?.documents ?? {});
      for (const snapshot of dropping ? kept.slice(1) : kept)
        t.true(
          listed.some((found) => found.snapshot === snapshot),
          `effect ${after}`,
        );
      for (const { attempt, documents } of story)
        await holds(t, vault, await vault.save({ attempt, kind: 'backup' }, given(documents)), documents);
      const last = (await vault.list()).at(-1)?.snapshot ?? '';
      await vault.keepOnly(new Set([last]));
      await holds(t, open(folder), last, story[2]?.documents ?? {});
      t.is(packsOf(folder).length * 2, readdirSync(join(folder, 'objects', 'pack')).length);
      if (ended === 'done') {
        t.log(`${after} effects`);
        return;
      }
    }
  });
