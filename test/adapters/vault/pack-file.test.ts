import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { packEntry, packOf, readIndex, readPackEntry } from '../../../src/adapters/vault/pack-file.ts';
import { temporaryFolder } from '../../worlds/temporary-folder.ts';

const sizes = [0, 1, 15, 16, 17, 2047, 2048, 2049, 262_143, 262_144];
const entries = sizes.map((size) => packEntry({ kind: 'blob', content: Buffer.alloc(size, `${size} `) }));

test('an object of any size comes back from its entry', (t) => {
  fc.assert(
    fc.property(
      fc.constantFrom('blob', 'commit', 'tree'),
      fc.uint8Array({ maxLength: 5000 }),
      (kind, content) => {
        t.deepEqual(readPackEntry(packEntry({ kind, content }).bytes), {
          kind,
          content: Buffer.from(content),
        });
      },
    ),
  );
  for (const [index, { bytes }] of entries.entries())
    t.is(readPackEntry(bytes)?.content.length, sizes[index]);
});

test('git itself writes the same index for a pack', (t) => {
  const folder = temporaryFolder(t);
  const { pack, index } = packOf(entries);
  writeFileSync(join(folder, 'a.pack'), pack);
  execFileSync('git', ['index-pack', '--strict', '-o', join(folder, 'a.idx'), join(folder, 'a.pack')]);
  t.deepEqual(readFileSync(join(folder, 'a.idx')), Buffer.from(index));
});

test('an index says where its objects begin, and a damaged one says nothing', (t) => {
  const index = Buffer.from(packOf(entries).index);
  t.deepEqual(
    readIndex(index)?.map(({ id }) => id),
    entries.map(({ id }) => id).sort(),
  );
  for (let at = 0; at < index.length; at += 7) {
    const damaged = Buffer.from(index);
    damaged[at] = (damaged[at] ?? 0) ^ 4;
    t.is(readIndex(damaged), null, `byte ${at}`);
  }
  t.is(readIndex(Buffer.alloc(0)), null);
  t.is(readIndex(index.subarray(0, -1)), null);
});

test('an entry that is cut short, lies about its size, or is a delta is not read', (t) => {
  const { bytes } = packEntry({ kind: 'blob', content: Buffer.from('some content') });
  for (let size = 0; size < bytes.length; size += 1)
    t.is(readPackEntry(bytes.subarray(0, size)), null, `${size}`);
  t.is(readPackEntry(Buffer.from([(bytes[0] ?? 0) - 1, ...bytes.subarray(1)])), null);
  t.is(readPackEntry(Buffer.from([(bytes[0] ?? 0) + 1, ...bytes.subarray(1)])), null);
  t.is(readPackEntry(Buffer.from([(6 << 4) | 12, ...bytes.subarray(1)])), null);
});
