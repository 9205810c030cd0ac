import { failure } from '../../base/failure.ts';
import type { ObjectId } from '../../base/names.ts';
import type { ObjectStore } from './object-store.ts';
import { isFolder, parseTree } from './tree-object.ts';
import type { TreeEntry } from './tree-object.ts';

export interface FileOfTree {
  readonly path: string;
  readonly id: ObjectId;
  readonly size: number;
}

const mostFiles = 100_000;
const deepest = 64;

/**
 * Every file below a tree, each object checked against its id; null where one is missing or damaged. Failure
 * TREE_REFUSED, naming `what`, for anything but plain files in plain folders.
 */
export async function readTreeFiles(
  store: ObjectStore,
  tree: ObjectId,
  what: string,
): Promise<readonly FileOfTree[] | null> {
  const files: FileOfTree[] = [];
  const walk = async (id: ObjectId, folder: string, depth: number): Promise<boolean> => {
    const object = store.read(id);
    if (object === null) return false;
    const entries = object.kind === 'tree' && depth < deepest ? parseTree(object.bytes) : null;
    if (entries === null)
      throw failure('TREE_REFUSED', { what, path: folder, why: 'is not a folder, or too deep' });
    refuseDoubles(entries, what, folder);
    for (const entry of entries) {
      const path = folder + entry.name;
      const why = reasonToRefuse(entry) ?? (files.length >= mostFiles ? 'is one file too many' : null);
      if (why !== null) throw failure('TREE_REFUSED', { what, path, why });
      if (isFolder(entry)) {
        if (!(await walk(entry.id, `${path}/`, depth + 1))) return false;
      } else {
        const size = await store.check(entry.id, 'blob');
        if (size === null) return false;
        files.push({ path, id: entry.id, size });
      }
    }
    return true;
  };
  return (await walk(tree, '', 0)) ? files : null;
}

function refuseDoubles(entries: readonly TreeEntry[], what: string, folder: string): void {
  const names = new Set<string>();
  for (const { name } of entries) {
    if (names.has(name)) throw failure('TREE_REFUSED', { what, path: folder + name, why: 'is there twice' });
    names.add(name);
  }
}

function reasonToRefuse({ mode, name }: TreeEntry): string | null {
  if (mode === '120000') return 'is a symbolic link';
  if (mode === '160000') return 'is a submodule';
  if (!isFolder({ mode }) && !/^100[0-7]{3}$/.test(mode)) return `has the unknown mode ${mode}`;
  if (name === '' || name === '.' || name === '..' || name.toLowerCase() === '.git')
    return 'leaves its folder';
  if (/[/\\\p{Cc}\uFFFD]/u.test(name)) return 'has a character in its name that no file name may have';
  return null;
}
