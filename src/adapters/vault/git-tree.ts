import type { ObjectId } from '../../base/names.ts';
import type { ObjectStore } from './object-store.ts';
import type { TreeEntry } from './tree-bytes.ts';
import { fileMode, folderMode, readTreeBytes, treeBytes } from './tree-bytes.ts';

/** Adds the trees that hold these blobs, by path; returns the id of the top one. */
export function addTree(store: ObjectStore, files: ReadonlyMap<string, ObjectId>): ObjectId {
  const entries: TreeEntry[] = [];
  const folders = new Map<string, Map<string, ObjectId>>();
  for (const [path, id] of files) {
    const slash = path.indexOf('/');
    if (slash < 0) {
      entries.push({ mode: fileMode, name: path, id });
      continue;
    }
    const name = path.slice(0, slash);
    const inside = folders.get(name) ?? new Map<string, ObjectId>();
    folders.set(name, inside.set(path.slice(slash + 1), id));
  }
  for (const [name, inside] of folders) entries.push({ mode: folderMode, name, id: addTree(store, inside) });
  return store.add({ kind: 'tree', content: treeBytes(entries) });
}

/** What a tree and those below it hold; null: a part of it is missing or damaged. */
interface ReadTree {
  readonly blobs: ReadonlyMap<string, ObjectId>;
  readonly trees: readonly ObjectId[];
}

export async function readTree(store: ObjectStore, id: ObjectId): Promise<ReadTree | null> {
  const object = await store.read(id);
  const entries = object?.kind === 'tree' ? readTreeBytes(Buffer.from(object.content)) : null;
  if (entries === null) return null;
  const blobs = new Map<string, ObjectId>();
  const trees = [id];
  for (const entry of entries) {
    if (entry.mode === fileMode) {
      blobs.set(entry.name, entry.id);
      continue;
    }
    const inside = await readTree(store, entry.id);
    if (inside === null) return null;
    trees.push(...inside.trees);
    for (const [path, blob] of inside.blobs) blobs.set(`${entry.name}/${path}`, blob);
  }
  return { blobs, trees };
}
