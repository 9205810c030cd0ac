import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isPolicyFile } from '../../desired/channel-content.ts';
import type { TreeFile } from '../../ports/patches-repository.ts';
import { computePatchFolders } from '../../publish/patch-folder.ts';
import { filesBelow } from './working-copy.ts';

/** The policy files of a working copy, by path. */
export function proposedPolicy(top: string): ReadonlyMap<string, Uint8Array> {
  const folders = ['rollouts', 'approvals', 'holds', 'recalls'].filter((name) => existsSync(join(top, name)));
  const paths = ['fleet.yaml', ...folders.flatMap((name) => filesBelow(top, name).map(({ path }) => path))];
  return new Map(
    paths
      .filter((path) => isPolicyFile(path) && existsSync(join(top, path)))
      .map((path) => [path, readFileSync(join(top, path))]),
  );
}

/** The folders of patches that are not in a commit as they lie in the working copy; `base`: the commit's files below `patches/`. */
export function changedPatches(top: string, base: ReadonlyMap<string, TreeFile>): readonly string[] {
  const folders = proposedFolders(top);
  return folders.filter((folder) => {
    const inside = `${folder.slice('patches/'.length)}/`;
    const before = new Map(
      [...base]
        .filter(([path]) => path.startsWith(inside))
        .map(([path, file]) => [path.slice(inside.length), file]),
    );
    const now = filesBelow(join(top, folder));
    return (
      now.length !== before.size ||
      now.some(({ path, size }) => !isSame(join(top, folder, path), size, before.get(path)))
    );
  });
}

/** The folder of every patch in the working copy, from its top. */
export function proposedFolders(top: string): readonly string[] {
  const patches = join(top, 'patches');
  const groups = existsSync(patches) ? readdirSync(patches, { withFileTypes: true }) : [];
  const paths = groups
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => [name, ...readdirSync(join(patches, name)).map((inner) => `${name}/${inner}`)])
    .map((name) => `patches/${name}/patch.yaml`)
    .filter((path) => existsSync(join(top, path)));
  return [...computePatchFolders(paths).values()].flat().sort();
}

/** By git's own id of a blob (gitformat-pack, "object name"). */
function isSame(path: string, size: number, before: TreeFile | undefined): boolean {
  if (before?.size !== size) return false;
  const id = createHash('sha1').update(`blob ${size}\0`).update(readFileSync(path)).digest('hex');
  return id === before.blob;
}
