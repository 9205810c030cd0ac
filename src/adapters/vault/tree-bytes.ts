import type { ObjectId } from '../../base/names.ts';

export const fileMode = '100644';
export const folderMode = '40000';

/** One entry of a git tree object; no others than files and folders are written. */
export interface TreeEntry {
  readonly mode: string;
  readonly name: string;
  readonly id: ObjectId;
}

/** The tree object, sorted as git sorts: a folder as if its name ended in `/`. */
export function treeBytes(entries: readonly TreeEntry[]): Uint8Array {
  const key = ({ mode, name }: TreeEntry) => (mode === folderMode ? `${name}/` : name);
  const sorted = [...entries].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return Buffer.concat(
    sorted.flatMap(({ mode, name, id }) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(id, 'hex')]),
  );
}

/** Null: these are not the bytes of a tree. */
export function readTreeBytes(bytes: Buffer): TreeEntry[] | null {
  const entries: TreeEntry[] = [];
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(0x20, at);
    const end = bytes.indexOf(0, space);
    if (space < 0 || end < 0 || end + 21 > bytes.length) return null;
    const id = bytes.toString('hex', end + 1, end + 21) as ObjectId;
    entries.push({
      mode: bytes.toString('latin1', at, space),
      name: bytes.toString('utf8', space + 1, end),
      id,
    });
    at = end + 21;
  }
  return entries;
}
