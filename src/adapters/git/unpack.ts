import { fstatSync, readSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import type { ObjectId } from '../../base/names.ts';
import { applyDelta } from './delta.ts';
import type { GitObject, ObjectKind, ObjectStore } from './object-store.ts';

/** Where a pack stops being one; the server or the line did it. */
export class BrokenPack extends Error {}

interface PackEntry {
  readonly at: number;
  readonly next: number;
  readonly kind: ObjectKind | 'delta';
  /** Offset or id of what a delta builds on. */
  readonly base: number | ObjectId | null;
  readonly bytes: Buffer;
}

const kinds: Readonly<Record<number, ObjectKind>> = { 1: 'commit', 2: 'tree', 3: 'blob', 4: 'tag' };

interface Unpacking {
  readonly file: number;
  readonly size: number;
  readonly store: ObjectStore;
  /** Offset → id of what was written. */
  readonly ids: Map<number, ObjectId>;
}

/**
 * Writes every object of a pack (gitformat-pack, version 2; `file` is open for reading) into the store, one at a time: what is held in
 * memory is the largest object and what it builds on, whatever the pack weighs. Throws BrokenPack.
 */
export function unpack(file: number, store: ObjectStore): void {
  const work: Unpacking = { file, size: fstatSync(file).size, store, ids: new Map() };
  const head = readAt(work, 0, 12);
  if (head.length < 12 || head.toString('latin1', 0, 4) !== 'PACK' || head.readUInt32BE(4) !== 2)
    throw new BrokenPack('this is not a pack');
  let later: number[] = [];
  let at = 12;
  for (let count = head.readUInt32BE(8); count > 0; count -= 1) {
    const entry = readEntry(work, at);
    if (!writeEntry(work, entry)) later.push(at);
    at = entry.next;
  }
  if (at + 20 !== work.size) throw new BrokenPack('the pack has another length than it says');
  while (later.length > 0) {
    const left = later.filter((offset) => !writeEntry(work, readEntry(work, offset)));
    if (left.length === later.length)
      throw new BrokenPack('the pack builds on objects that it does not hold');
    later = left;
  }
}

/** False where the object that a delta builds on is not there yet. */
function writeEntry(work: Unpacking, { at, kind, base, bytes }: PackEntry): boolean {
  const object = kind === 'delta' ? resolve(work, base, bytes) : { kind, bytes };
  if (object === null) return false;
  work.ids.set(at, work.store.write(object.kind, object.bytes));
  return true;
}

function resolve(work: Unpacking, base: number | ObjectId | null, delta: Buffer): GitObject | null {
  const id = typeof base === 'number' ? work.ids.get(base) : base;
  const found = id === undefined || id === null ? null : work.store.read(id);
  if (found === null) return null;
  const bytes = applyDelta(found.bytes, delta);
  if (bytes === null) throw new BrokenPack('a delta does not fit what it builds on');
  return { kind: found.kind, bytes };
}

function readEntry(work: Unpacking, at: number): PackEntry {
  const head = readAt(work, at, 64);
  let place = 0;
  const nextByte = (): number => {
    const byte = head[place];
    if (byte === undefined) throw new BrokenPack('the pack is cut');
    place += 1;
    return byte;
  };
  const first = nextByte();
  const type = (first >> 4) & 7;
  let size = first & 15;
  for (let byte = first, factor = 16; byte >= 128; factor *= 128) {
    byte = nextByte();
    size += (byte & 127) * factor;
  }
  let base: number | ObjectId | null = null;
  if (type === 6) base = at - readDistance(nextByte);
  if (type === 7) base = Buffer.from(Array.from({ length: 20 }, nextByte)).toString('hex') as ObjectId;
  const kind = type === 6 || type === 7 ? 'delta' : kinds[type];
  if (kind === undefined || size > 2 ** 31) throw new BrokenPack(`there is no object of type ${type}`);
  const { bytes, used } = inflateAt(work, at + place, size);
  return { at, next: at + place + used, kind, base, bytes };
}

function readDistance(nextByte: () => number): number {
  let byte = nextByte();
  let distance = byte & 127;
  while (byte >= 128) {
    byte = nextByte();
    distance = (distance + 1) * 128 + (byte & 127);
  }
  return distance;
}

/** Inflates an object of a known size; a zlib stream is never longer than what it holds by more than this window. */
function inflateAt(work: Unpacking, at: number, size: number): { bytes: Buffer; used: number } {
  const window = readAt(work, at, size + (size >> 8) + 1_024);
  try {
    const { buffer, engine } = inflateSync(window, { info: true, maxOutputLength: size + 1 }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    if (buffer.length !== size) throw new BrokenPack('an object has another size than the pack says');
    return { bytes: buffer, used: engine.bytesWritten };
  } catch (error) {
    throw error instanceof BrokenPack ? error : new BrokenPack('the pack is damaged', { cause: error });
  }
}

function readAt({ file, size }: Unpacking, at: number, length: number): Buffer {
  const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - at)));
  for (let done = 0; done < bytes.length;)
    done += readSync(file, bytes, done, bytes.length - done, at + done);
  return bytes;
}
