import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { nodeDisk } from '../../../src/adapters/files/node-disk.ts';
import { openVault } from '../../../src/adapters/vault/open-vault.ts';
import type { Documents } from '../../ports/vault-contract.ts';
import { given, holds } from '../../ports/vault-contract.ts';
import { diskFull, failingDisk } from '../../worlds/failing-disk.ts';
import { temporaryFolder } from '../../worlds/temporary-folder.ts';
import { indexesOf, noise, open, packsOf } from './vault-folder.ts';

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
