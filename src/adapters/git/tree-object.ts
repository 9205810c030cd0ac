import type { ObjectId } from '../../base/names.ts';

/** One line of a tree object. */
export interface TreeEntry {
  /** Octal, as git writes it: 100644, 100755, 40000, 120000 (link), 160000 (submodule). */
  readonly mode: string;
  readonly name: string;
  readonly id: ObjectId;
}

const newTree = '40000';

/** The entries of a tree object; null where it is cut or not a tree. */
export function parseTree(bytes: Uint8Array): readonly TreeEntry[] | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const entries: TreeEntry[] = [];
  for (let at = 0; at < buffer.length;) {
    const space = buffer.indexOf(0x20, at);
    const end = buffer.indexOf(0, space);
    if (space < 0 || end < 0 || end + 21 > buffer.length) return null;
    entries.push({
      mode: buffer.toString('latin1', at, space),
      name: buffer.toString('utf8', space + 1, end),
      id: buffer.toString('hex', end + 1, end + 21) as ObjectId,
    });
    at = end + 21;
  }
  return entries;
}

/** The tree object of these entries, in git's order (a folder sorts as if its name ended with `/`). */
function treeBytes(entries: readonly TreeEntry[]): Uint8Array {
  const sorted = entries
    .map((entry) => ({ entry, key: Buffer.from(isFolder(entry) ? `${entry.name}/` : entry.name) }))
    .sort((a, b) => a.key.compare(b.key));
  return Buffer.concat(
    sorted.flatMap(({ entry }) => [
      Buffer.from(`${entry.mode} ${entry.name}\0`),
      Buffer.from(entry.id, 'hex'),
    ]),
  );
}

export function isFolder({ mode }: Pick<TreeEntry, 'mode'>): boolean {
  return mode === newTree || mode === '040000';
}

/** A file to be put into a tree. */
export interface TreeLeaf {
  readonly id: ObjectId;
  readonly mode: string;
}

interface Folder {
  readonly files: Map<string, TreeLeaf>;
  readonly folders: Map<string, Folder>;
}

/** Writes the trees that hold these files (by path with `/`) and returns the id of the topmost one. */
export function writeTrees(
  files: ReadonlyMap<string, TreeLeaf>,
  write: (bytes: Uint8Array) => ObjectId,
): ObjectId {
  const top: Folder = { files: new Map(), folders: new Map() };
  for (const [path, leaf] of files) {
    const steps = path.split('/');
    const name = steps.pop() ?? '';
    let folder = top;
    for (const step of steps) {
      const next = folder.folders.get(step) ?? { files: new Map(), folders: new Map() };
      folder.folders.set(step, next);
      folder = next;
    }
    folder.files.set(name, leaf);
  }
  return writeFolder(top, write);
}

function writeFolder({ files, folders }: Folder, write: (bytes: Uint8Array) => ObjectId): ObjectId {
  const entries: TreeEntry[] = [...files].map(([name, { id, mode }]) => ({ name, id, mode }));
  for (const [name, folder] of folders) entries.push({ name, mode: newTree, id: writeFolder(folder, write) });
  return write(treeBytes(entries));
}
