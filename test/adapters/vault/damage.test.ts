import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import type { Disk } from '../../../src/adapters/files/disk.ts';
import { nodeDisk } from '../../../src/adapters/files/node-disk.ts';
import { openVault } from '../../../src/adapters/vault/open-vault.ts';
import { addTree } from '../../../src/adapters/vault/git-tree.ts';
import { writeInventoryFile } from '../../../src/adapters/vault/inventory-file.ts';
import { openObjectStore } from '../../../src/adapters/vault/object-store.ts';
import { digestOf } from '../../../src/base/digest.ts';
import { isFailure } from '../../../src/base/failure.ts';
import { documentName } from '../../../src/document/document-name.ts';
import type { Documents } from '../../ports/vault-contract.ts';
import { backup, given, holds } from '../../ports/vault-contract.ts';
import { temporaryFolder } from '../../worlds/temporary-folder.ts';
import { noise, open, packsOf } from './vault-folder.ts';

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
