import { createHash } from 'node:crypto';
import { crc32, deflateSync, inflateSync } from 'node:zlib';
import type { ObjectId } from '../../base/names.ts';

/**
 * Git's pack and index files (git documentation, gitformat-pack: version 2 of both), written without deltas, so that one
 * object is read by one read of the file. isomorphic-git cannot write a pack from memory and reads packs whole.
 */
export type GitObjectKind = 'commit' | 'tree' | 'blob';

export interface GitObject {
  readonly kind: GitObjectKind;
  readonly content: Uint8Array;
}

/** One object as it stands in a pack. */
interface PackEntry {
  readonly id: ObjectId;
  readonly bytes: Uint8Array;
}

/** Where an index says that an object begins. */
interface IndexedObject {
  readonly id: ObjectId;
  readonly offset: number;
}

const kindNumbers = { commit: 1, tree: 2, blob: 3 } as const;
const headerSize = 12;
/** Bytes of the checksum at the end of a pack or an index. */
export const trailerSize = 20;

/** The name that git gives to an object. */
export function objectIdOf({ kind, content }: GitObject): ObjectId {
  const hash = createHash('sha1').update(`${kind} ${content.length}\0`).update(content);
  return hash.digest('hex') as ObjectId;
}

export function packEntry(object: GitObject): PackEntry {
  const header = entryHeader(kindNumbers[object.kind], object.content.length);
  return {
    id: objectIdOf(object),
    bytes: Buffer.concat([header, deflateSync(object.content, { level: 1 })]),
  };
}

/** The object of an entry; null: it is damaged, or a delta. */
export function readPackEntry(bytes: Uint8Array): GitObject | null {
  let at = 0;
  const kind = kindOfNumber(((bytes[0] ?? 0) >> 4) & 7);
  let size = (bytes[0] ?? 0) & 15;
  for (let scale = 16; (bytes[at] ?? 0) >= 128; scale *= 128) {
    at += 1;
    size += ((bytes[at] ?? 0) & 127) * scale;
  }
  if (kind === null || size > maximalSize) return null;
  try {
    const content = inflateSync(bytes.subarray(at + 1), { maxOutputLength: Math.max(size, 1) });
    return content.length === size ? { kind, content } : null;
  } catch {
    return null;
  }
}

const maximalSize = 0x7fffffff;

/** A pack with these entries, the index that belongs to it, and the name of both: the same for the same entries. */
export function packOf(unsorted: readonly PackEntry[]): {
  name: string;
  pack: Uint8Array;
  index: Uint8Array;
} {
  const entries = [...unsorted].sort((a, b) => (a.id < b.id ? -1 : 1));
  const header = Buffer.alloc(headerSize);
  header.write('PACK');
  header.writeUInt32BE(2, 4);
  header.writeUInt32BE(entries.length, 8);
  const pack = withChecksum([header, ...entries.map(({ bytes }) => bytes)]);
  const checksum = pack.subarray(-trailerSize);
  return { name: `pack-${checksum.toString('hex')}`, pack, index: indexOf(entries, checksum) };
}

/** The objects of an index; null: it is damaged or of a form that is not read here. */
export function readIndex(bytes: Buffer): readonly IndexedObject[] | null {
  const checked = bytes.subarray(0, -trailerSize);
  if (bytes.length < fanoutEnd + 2 * trailerSize || !checksumOf(checked).equals(bytes.subarray(-trailerSize)))
    return null;
  if (bytes.readUInt32BE(0) !== indexMagic || bytes.readUInt32BE(4) !== 2) return null;
  const count = bytes.readUInt32BE(fanoutEnd - 4);
  const offsets = fanoutEnd + count * 24;
  return Array.from({ length: count }, (_, index) => ({
    id: bytes.toString('hex', fanoutEnd + index * 20, fanoutEnd + index * 20 + 20) as ObjectId,
    offset: bytes.readUInt32BE(offsets + index * 4),
  }));
}

const indexMagic = 0xff744f63;
const fanoutEnd = 8 + 256 * 4;

/** Entries must be sorted by id. */
function indexOf(entries: readonly PackEntry[], packChecksum: Uint8Array): Uint8Array {
  let offset = headerSize;
  const placed = entries.map(({ id, bytes }) => {
    const entry = { id, crc: crc32(bytes), offset };
    offset += bytes.length;
    return entry;
  });
  const start = words([indexMagic, 2]);
  return withChecksum([
    start,
    words(fanoutOf(placed.map(({ id }) => id))),
    ...placed.map(({ id }) => Buffer.from(id, 'hex')),
    words(placed.map(({ crc }) => crc)),
    words(placed.map((entry) => entry.offset)),
    packChecksum,
  ]);
}

function fanoutOf(ids: readonly ObjectId[]): number[] {
  const fanout = new Array<number>(256).fill(0);
  for (const id of ids) {
    const first = Number.parseInt(id.slice(0, 2), 16);
    fanout[first] = (fanout[first] ?? 0) + 1;
  }
  let sum = 0;
  return fanout.map((count) => (sum += count));
}

function entryHeader(kind: number, size: number): Uint8Array {
  const header = [(kind << 4) | (size & 15)];
  for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128)) {
    header[header.length - 1] = (header.at(-1) ?? 0) | 128;
    header.push(rest % 128);
  }
  return Uint8Array.from(header);
}

function kindOfNumber(number: number): GitObjectKind | null {
  return number === 1 ? 'commit' : number === 2 ? 'tree' : number === 3 ? 'blob' : null;
}

function words(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeUInt32BE(value >>> 0, index * 4));
  return bytes;
}

function withChecksum(parts: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.concat(parts);
  return Buffer.concat([bytes, checksumOf(bytes)]);
}

function checksumOf(bytes: Uint8Array): Buffer {
  return createHash('sha1').update(bytes).digest();
}
