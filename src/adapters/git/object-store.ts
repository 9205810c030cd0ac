import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createDeflate, createInflate, deflateSync, inflateSync } from 'node:zlib';
import { failure } from '../../base/failure.ts';
import type { Instant } from '../../base/instant.ts';
import type { ObjectId } from '../../base/names.ts';
import type { Disk } from '../files/disk.ts';
import type { Scratch } from './scratch.ts';

export type ObjectKind = 'commit' | 'tree' | 'blob' | 'tag';

export interface GitObject {
  readonly kind: ObjectKind;
  readonly bytes: Uint8Array;
}

/**
 * The loose objects of a local repository. Everything that comes out was checked against its id; what is damaged is
 * removed and counts as missing, so that it is fetched anew.
 */
export interface ObjectStore {
  has(id: ObjectId): boolean;
  read(id: ObjectId): GitObject | null;
  /** Removes every object that is not among these and was not written after `since`, and what a crash left half written. */
  keepOnly(kept: ReadonlySet<string>, since: Instant): void;
  /** Checks an object of this kind without holding it in memory, and returns its size; null: missing, damaged, or of another kind. */
  check(id: ObjectId, kind: ObjectKind): Promise<number | null>;
  /** Its bytes in pieces. Failure GIT_MIRROR_DAMAGED where they turn out lost or, at the end, damaged. */
  stream(id: ObjectId): AsyncGenerator<Uint8Array>;
  /** Durable when it returns; nothing where it is there. */
  write(kind: ObjectKind, bytes: Uint8Array): ObjectId;
  /** The same for a file of this size in pieces, of which only the packed bytes are held, in `scratch`. */
  writeBlob(size: number, pieces: AsyncIterable<Uint8Array>, scratch: Scratch): Promise<ObjectId>;
}

/** `objects` is the folder `objects` of a repository (gitrepository-layout). */
export function openObjectStore(objects: string, disk: Disk): ObjectStore {
  const pathOf = (id: ObjectId): string => join(objects, id.slice(0, 2), id.slice(2));
  const check = async (id: ObjectId, kind: ObjectKind): Promise<number | null> => {
    const pieces = pieceReader(pathOf(id), id);
    try {
      let size = 0;
      for await (const piece of pieces.read()) size += piece.length;
      return pieces.kind() === kind ? size : null;
    } catch (error) {
      if (!isDamage(error)) throw error;
      disk.remove(pathOf(id));
      return null;
    }
  };
  const keep = (id: ObjectId, packed: Uint8Array): void => {
    if (!existsSync(join(objects, id.slice(0, 2)))) disk.makeFolder(join(objects, id.slice(0, 2)));
    disk.replace(pathOf(id), packed);
  };
  return {
    has: (id) => existsSync(pathOf(id)),
    read: (id) => readChecked(pathOf(id), id, disk),
    keepOnly: (kept, since) => {
      for (const { id, path } of filesBelow(objects)) {
        if (!kept.has(id) && statSync(path).mtimeMs < since) disk.remove(path);
      }
    },
    check: (id, kind) => (existsSync(pathOf(id)) ? check(id, kind) : Promise.resolve(null)),
    stream: async function* (id) {
      try {
        yield* pieceReader(pathOf(id), id).read();
      } catch (error) {
        const why = `object ${id} was there, and is lost or not whole any more.`;
        throw failure('GIT_MIRROR_DAMAGED', { folder: objects, why }, error);
      }
    },
    write: (kind, bytes) => {
      const id = objectIdOf(kind, bytes);
      const path = pathOf(id);
      if (readChecked(path, id, disk) !== null) return id;
      keep(id, deflateSync(Buffer.concat([headerOf(kind, bytes.length), bytes]), { level: 1 }));
      return id;
    },
    writeBlob: async (size, pieces, scratch) => {
      const { id, packed } = await packBlob(size, pieces, scratch);
      if (!existsSync(pathOf(id)) || (await check(id, 'blob')) === null) keep(id, packed);
      return id;
    },
  };
}

/** Every file in the folders of loose objects; `id` is an object's where the file holds one. */
function filesBelow(objects: string): readonly { readonly id: string; readonly path: string }[] {
  const folders = existsSync(objects)
    ? readdirSync(objects).filter((name) => /^[0-9a-f]{2}$/.test(name))
    : [];
  return folders.flatMap((folder) =>
    readdirSync(join(objects, folder)).map((name) => ({
      id: folder + name,
      path: join(objects, folder, name),
    })),
  );
}

/** A zlib stream is never longer than what it holds by more than this. */
async function packBlob(
  size: number,
  pieces: AsyncIterable<Uint8Array>,
  scratch: Scratch,
): Promise<{ id: ObjectId; packed: Uint8Array }> {
  const header = headerOf('blob', size);
  const hash = createHash('sha1').update(header);
  const room = scratch(size + (size >> 8) + 1_024);
  let length = 0;
  await pipeline(
    async function* () {
      yield header;
      for await (const piece of pieces) {
        hash.update(piece);
        yield piece;
      }
    },
    createDeflate({ level: 1 }),
    async (packed: AsyncIterable<Uint8Array>) => {
      for await (const piece of packed) {
        room.set(piece, length);
        length += piece.length;
      }
    },
  );
  return { id: hash.digest('hex') as ObjectId, packed: room.subarray(0, length) };
}

/** The id that git gives to an object. */
function objectIdOf(kind: ObjectKind, bytes: Uint8Array): ObjectId {
  return createHash('sha1').update(headerOf(kind, bytes.length)).update(bytes).digest('hex') as ObjectId;
}

function headerOf(kind: ObjectKind, size: number): Buffer {
  return Buffer.from(`${kind} ${size}\0`);
}

function readChecked(path: string, id: ObjectId, disk: Disk): GitObject | null {
  if (!existsSync(path)) return null;
  const stored = readFileSync(path);
  try {
    const whole = inflateSync(stored);
    if (createHash('sha1').update(whole).digest('hex') === id) {
      const end = whole.indexOf(0);
      return {
        kind: whole.toString('latin1', 0, end).split(' ')[0] as ObjectKind,
        bytes: whole.subarray(end + 1),
      };
    }
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  disk.remove(path);
  return null;
}

/** Reads a loose object in pieces; throws at the end where its bytes are not those of its id. */
function pieceReader(
  path: string,
  id: ObjectId,
): { read(): AsyncGenerator<Uint8Array>; kind(): string | undefined } {
  let kind: string | undefined;
  async function* read(): AsyncGenerator<Uint8Array> {
    const hash = createHash('sha1');
    const file = createReadStream(path);
    const inflate = createInflate();
    file.once('error', (error) => inflate.destroy(error));
    try {
      for await (const chunk of file.pipe(inflate) as AsyncIterable<Buffer>) {
        hash.update(chunk);
        const end = kind === undefined ? chunk.indexOf(0) : -1;
        kind ??= chunk.toString('latin1', 0, end).split(' ')[0];
        const piece = chunk.subarray(end + 1);
        if (piece.length > 0) yield piece;
      }
    } finally {
      file.destroy();
      inflate.destroy();
    }
    if (hash.digest('hex') !== id)
      throw Object.assign(new Error(`object ${id} is damaged`), { code: 'Z_DAMAGED' });
  }
  return { read, kind: () => kind };
}

/** True for bytes that are not what they should be (all codes of zlib begin so); false for a disk that does not answer. */
function isDamage(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}
