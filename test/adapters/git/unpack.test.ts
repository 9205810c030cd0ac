import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import { nodeDisk } from '../../../src/adapters/files/node-disk.ts';
import { BrokenPack, largestObject, OversizedObject } from '../../../src/adapters/git/broken-pack.ts';
import { applyDelta } from '../../../src/adapters/git/delta.ts';
import { openObjectStore } from '../../../src/adapters/git/object-store.ts';
import { unpack } from '../../../src/adapters/git/unpack.ts';
import { git, noise } from './git-host.ts';

const small = 1_000;
const large = 50_000;

/** A pack of blobs; each may claim another size than it has. What should be its checksum is not looked at here. */
function packOf(blobs: readonly { readonly claimed: number; readonly packed: Uint8Array }[]): Buffer {
  const head = Buffer.from('PACK\0\0\0\x02\0\0\0\0', 'latin1');
  head.writeUInt32BE(blobs.length, 8);
  const entries = blobs.map(({ claimed, packed }) => Buffer.concat([entryHead(claimed), packed]));
  return Buffer.concat([head, ...entries, Buffer.alloc(20)]);
}

/** gitformat-pack: type 3 and four bits of the size, then seven bits a byte, the smallest first. */
function entryHead(size: number): Buffer {
  const bytes = [(3 << 4) | (size & 15)];
  for (let rest = size >> 4; rest > 0; rest >>= 7) {
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 128;
    bytes.push(rest & 127);
  }
  return Buffer.from(bytes);
}

function blob(seed: string, size: number): Buffer {
  return Buffer.from(noise(seed, size), 'latin1');
}

function whole(bytes: Buffer) {
  return { claimed: bytes.length, packed: deflateSync(bytes) };
}

async function unpackHere(t: ExecutionContext, pack: Buffer) {
  const folder = mkdtempSync(join(tmpdir(), 'unpack-'));
  t.teardown(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  await git(folder, ['init', '--quiet', '--bare', '.']);
  writeFileSync(join(folder, 'a.pack'), pack);
  const store = openObjectStore(join(folder, 'objects'), nodeDisk());
  const file = openSync(join(folder, 'a.pack'), 'r');
  try {
    await unpack(file, store);
  } finally {
    closeSync(file);
  }
  return { folder, store };
}

/** A number as a delta says it: seven bits a byte, the smallest first. */
function deltaSize(size: number): readonly number[] {
  return size < 128 ? [size] : [(size % 128) | 128, ...deltaSize(Math.floor(size / 128))];
}

/** Lets nobody take more than a MiB of memory at once while it runs. */
function withoutMuchMemory<T>(act: () => T): T {
  const alloc = Buffer.alloc.bind(Buffer);
  Buffer.alloc = (size: number) => {
    if (size > 2 ** 20) throw new Error(`${size} bytes were asked for`);
    return alloc(size);
  };
  try {
    return act();
  } finally {
    Buffer.alloc = alloc;
  }
}

test.serial('a delta of seven bytes that claims the most that is taken gets no memory for it', (t) => {
  const delta = Uint8Array.from([...deltaSize(1), ...deltaSize(largestObject), 0x90]);
  t.is(
    withoutMuchMemory(() => applyDelta(Buffer.from('a'), delta)),
    null,
  );
});

test.serial('a delta that claims more than the most is refused before it gets memory', (t) => {
  const delta = Uint8Array.from([...deltaSize(1), ...deltaSize(largestObject + 1), 1, 65]);
  const refused = () => withoutMuchMemory(() => applyDelta(Buffer.from('a'), delta));
  t.throws(refused, { instanceOf: OversizedObject });
});

test('a delta copies from its base and carries what is new, exactly as much as it says', (t) => {
  const make = (size: number) =>
    applyDelta(Buffer.from('abcdef'), Uint8Array.from([6, size, 0x91, 2, 3, 2, 88, 89]));
  t.deepEqual(make(5), Buffer.from('cdeXY'));
  for (const size of [0, 4, 6, 100]) t.is(make(size), null);
});

test('an object that claims more than the most is refused as too large', async (t) => {
  const pack = packOf([{ claimed: largestObject + 1, packed: deflateSync(Buffer.alloc(10)) }]);
  await t.throwsAsync(unpackHere(t, pack), { instanceOf: OversizedObject });
});

test('git finds every object of a pack under its id, files of all sizes beside each other', async (t) => {
  const blobs = [large, small, 3 * large, 0, large].map((size, index) => blob(`${index}`, size));
  const { folder } = await unpackHere(t, packOf([...blobs, ...blobs].map(whole)));
  await git(folder, ['fsck', '--strict']);
  for (const bytes of blobs) {
    const id = (await git(folder, ['hash-object', '--stdin'], bytes)).trim();
    t.is(await git(folder, ['cat-file', 'blob', id]), bytes.toString('utf8'));
  }
});

for (const size of [small, large]) {
  const bytes = blob('a file', size);

  for (const claimed of [size - 1, size + 1, 2 * size])
    test(`a file of ${size} bytes that claims ${claimed} is a broken pack`, async (t) => {
      const pack = packOf([{ claimed, packed: deflateSync(bytes) }]);
      await t.throwsAsync(unpackHere(t, pack), { instanceOf: BrokenPack });
    });

  test(`a file of ${size} bytes with a changed byte is a broken pack`, async (t) => {
    const packed = deflateSync(bytes);
    packed[size >> 1] = (packed[size >> 1] ?? 0) ^ 1;
    await t.throwsAsync(unpackHere(t, packOf([{ claimed: size, packed }])), { instanceOf: BrokenPack });
  });

  test(`a pack that ends inside a file of ${size} bytes is a broken pack`, async (t) => {
    const pack = packOf([whole(bytes)]).subarray(0, size >> 1);
    await t.throwsAsync(unpackHere(t, pack), { instanceOf: BrokenPack });
  });
}
