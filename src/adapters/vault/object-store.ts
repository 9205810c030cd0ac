import { join } from 'node:path';
import type { ObjectId } from '../../base/names.ts';
import type { Disk } from '../files/disk.ts';
import { gitFs } from '../files/git-disk.ts';
import { choosePacks } from './choose-packs.ts';
import type { TreeEntry } from './tree-bytes.ts';
import { treeBytes } from './tree-bytes.ts';
import type { GitObject } from './pack-file.ts';
import { objectIdOf, packEntry, packOf } from './pack-file.ts';
import { findObjects, readPlace, removeLeftovers, removePack } from './pack-folder.ts';

/** The objects of a git repository: added in packs of bounded size, read one by one. */
export interface ObjectStore {
  /** Null: it is missing or damaged. What is returned has the id that was asked for. */
  read(id: ObjectId): Promise<GitObject | null>;
  /** Keeps the object unless it is there and sound. Durable after `flush`. */
  add(object: GitObject): ObjectId;
  flush(): void;
  /**
   * Frees what is not reachable, but for less than a quarter of each pack; `reachable` names all that must stay. A crash in the
   * middle loses nothing: what stays is written anew before the old pack goes.
   */
  sweep(reachable: ReadonlySet<ObjectId>): Promise<void>;
}

/** Bytes of a pack that is written, but for one object that is larger by itself: what is held in memory. */
const packSize = 16 * 1024 * 1024;

export function openObjectStore(gitdir: string, disk: Disk): ObjectStore {
  const folder = join(gitdir, 'objects', 'pack');
  const pending = new Map<ObjectId, Uint8Array>();
  let pendingSize = 0;
  const written = new Set<string>();
  let places = findObjects(folder);

  const readPacked = (id: ObjectId): GitObject | null => {
    for (const place of places.get(id) ?? []) {
      const object = readPlace(folder, place);
      if (object !== null && objectIdOf(object) === id) return object;
    }
    return null;
  };
  const read = async (id: ObjectId): Promise<GitObject | null> => {
    const found = readPacked(id);
    if (found !== null) return found;
    places = findObjects(folder);
    return readPacked(id) ?? (await readForeign(gitdir, disk, id));
  };
  const flush = (): void => {
    if (pending.size === 0) return;
    const { name, pack, index } = packOf(Array.from(pending, ([id, bytes]) => ({ id, bytes })));
    disk.replace(join(folder, `${name}.pack`), pack);
    disk.replace(join(folder, `${name}.idx`), index);
    written.add(name);
    pending.clear();
    pendingSize = 0;
    places = findObjects(folder);
  };
  const keep = (object: GitObject): void => {
    const { id, bytes } = packEntry(object);
    if (pending.has(id)) return;
    pending.set(id, bytes);
    pendingSize += bytes.length;
    if (pendingSize >= packSize) flush();
  };
  const add = (object: GitObject): ObjectId => {
    const id = objectIdOf(object);
    if (!isSame(readPacked(id), object)) keep(object);
    return id;
  };
  const sweep = async (reachable: ReadonlySet<ObjectId>): Promise<void> => {
    places = findObjects(folder);
    written.clear();
    const replaced: string[] = [];
    for (const { name, live } of choosePacks(places, reachable))
      if (await copyAll(live, read, keep)) replaced.push(name);
    flush();
    for (const name of replaced) if (!written.has(name)) removePack(folder, disk, name);
    removeLeftovers(folder, disk);
    places = findObjects(folder);
  };
  return { read, add, flush, sweep };
}

/** False: one of them is damaged, so that the pack stays as it is. */
async function copyAll(
  ids: readonly ObjectId[],
  read: ObjectStore['read'],
  keep: (object: GitObject) => void,
): Promise<boolean> {
  let sound = true;
  for (const id of ids) {
    const object = await read(id);
    if (object === null) sound = false;
    else keep(object);
  }
  return sound;
}

function isSame(found: GitObject | null, object: GitObject): boolean {
  return found !== null && found.kind === object.kind && Buffer.compare(found.content, object.content) === 0;
}

/** An object that somebody's own git put into a form that is not written here: loose, or as a delta. */
async function readForeign(gitdir: string, disk: Disk, oid: ObjectId): Promise<GitObject | null> {
  const { readBlob, readCommit, readTree } = await import('isomorphic-git');
  const from = { fs: gitFs(disk), gitdir, oid };
  const readings: (() => Promise<GitObject>)[] = [
    async () => ({ kind: 'blob', content: (await readBlob(from)).blob }),
    async () => ({ kind: 'commit', content: Buffer.from((await readCommit(from)).payload) }),
    async () => ({ kind: 'tree', content: treeBytes(entriesOf((await readTree(from)).tree)) }),
  ];
  for (const reading of readings) {
    const object = await reading().catch(() => null);
    if (object !== null && objectIdOf(object) === oid) return object;
  }
  return null;
}

function entriesOf(tree: readonly { mode: string; path: string; oid: string }[]): TreeEntry[] {
  return tree.map(({ mode, path, oid }) => ({
    mode: mode.replace(/^0/, ''),
    name: path,
    id: oid as ObjectId,
  }));
}
