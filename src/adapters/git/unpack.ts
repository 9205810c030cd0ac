import { fstatSync, readSync } from 'node:fs';
import { createInflate, inflateSync } from 'node:zlib';
import type { Inflate } from 'node:zlib';
import type { ObjectId } from '../../base/names.ts';
import { BrokenPack, refuseOversized } from './broken-pack.ts';
import { applyDelta } from './delta.ts';
import type { GitObject, ObjectKind, ObjectStore } from './object-store.ts';
import { openScratch } from './scratch.ts';
import type { Scratch } from './scratch.ts';

interface PackEntry {
  readonly at: number;
  /** Where its zlib stream begins. */
  readonly stream: number;
  readonly kind: ObjectKind | 'delta';
  /** Offset or id of what a delta builds on. */
  readonly base: number | ObjectId | null;
  /** Of what the stream holds. */
  readonly size: number;
}

const kinds: Readonly<Record<number, ObjectKind>> = { 1: 'commit', 2: 'tree', 3: 'blob', 4: 'tag' };

interface Unpacking {
  readonly file: number;
  readonly size: number;
  readonly store: ObjectStore;
  /** Offset → id of what was written. */
  readonly ids: Map<number, ObjectId>;
  /** For the packed bytes of one object after the other, as they come and as they are kept. */
  readonly incoming: Scratch;
  readonly kept: Scratch;
}

/** A file of a patch that is larger goes from pack to store in pieces: see scratch.ts. */
const large = 16_384;

/**
 * Writes every object of a pack (gitformat-pack, version 2; `file` is open for reading) into the store, one at a time: what is held in
 * memory are the packed bytes of the largest file, and a delta with what it builds on, whatever the pack weighs. Throws BrokenPack,
 * and its kind OversizedObject before an object larger than `largestObject` gets any.
 */
export async function unpack(file: number, store: ObjectStore): Promise<void> {
  const size = fstatSync(file).size;
  const work: Unpacking = { file, size, store, ids: new Map(), incoming: openScratch(), kept: openScratch() };
  const head = readAt(work, 0, 12);
  if (head.length < 12 || head.toString('latin1', 0, 4) !== 'PACK' || head.readUInt32BE(4) !== 2)
    throw new BrokenPack('this is not a pack');
  let later: PackEntry[] = [];
  let at = 12;
  for (let count = head.readUInt32BE(8); count > 0; count -= 1) {
    const entry = readEntry(work, at);
    const { written, next } = await writeEntry(work, entry);
    if (!written) later.push(entry);
    at = next;
  }
  if (at + 20 !== work.size) throw new BrokenPack('the pack has another length than it says');
  while (later.length > 0) {
    const left: PackEntry[] = [];
    for (const entry of later) if (!(await writeEntry(work, entry)).written) left.push(entry);
    if (left.length === later.length)
      throw new BrokenPack('the pack builds on objects that it does not hold');
    later = left;
  }
}

/** Not written where the object that a delta builds on is not there yet; `next` is where the next entry begins. */
async function writeEntry(work: Unpacking, entry: PackEntry): Promise<{ written: boolean; next: number }> {
  if (entry.kind === 'blob' && entry.size > large) return writeLarge(work, entry);
  const { bytes, used } = inflateAt(work, entry.stream, entry.size);
  const next = entry.stream + used;
  const object = entry.kind === 'delta' ? resolve(work, entry.base, bytes) : { kind: entry.kind, bytes };
  if (object === null) return { written: false, next };
  work.ids.set(entry.at, work.store.write(object.kind, object.bytes));
  return { written: true, next };
}

async function writeLarge(work: Unpacking, { at, stream, size }: PackEntry) {
  const inflate = createInflate();
  inflate.end(readWindow(work, stream, size));
  work.ids.set(at, await work.store.writeBlob(size, piecesOf(inflate, size), work.kept));
  return { written: true, next: stream + inflate.bytesWritten };
}

/** Exactly so many bytes. */
async function* piecesOf(inflate: Inflate, size: number): AsyncGenerator<Uint8Array> {
  let left = size;
  try {
    for await (const piece of inflate as AsyncIterable<Buffer>) {
      left -= piece.length;
      if (left < 0) break;
      yield piece;
    }
  } catch (error) {
    throw new BrokenPack('the pack is damaged', { cause: error });
  }
  if (left !== 0) throw new BrokenPack('an object has another size than the pack says');
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
  if (kind === undefined) throw new BrokenPack(`there is no object of type ${type}`);
  refuseOversized(size);
  return { at, stream: at + place, kind, base, size };
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

/** Inflates an object of a known size. */
function inflateAt(work: Unpacking, at: number, size: number): { bytes: Buffer; used: number } {
  const window = readWindow(work, at, size);
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

/** Room for an object of this size; a zlib stream is never longer than what it holds by more than this. Good until the next one is read. */
function readWindow(work: Unpacking, at: number, size: number): Buffer {
  const there = Math.max(0, Math.min(size + (size >> 8) + 1_024, work.size - at));
  return fill(work, at, work.incoming(there));
}

function readAt(work: Unpacking, at: number, length: number): Buffer {
  return fill(work, at, Buffer.alloc(Math.max(0, Math.min(length, work.size - at))));
}

function fill({ file }: Unpacking, at: number, bytes: Buffer): Buffer {
  for (let done = 0; done < bytes.length;)
    done += readSync(file, bytes, done, bytes.length - done, at + done);
  return bytes;
}
