import type { PatchId } from '../base/names.ts';
import { isPatchId } from '../base/names.ts';
import type { ReleaseFile } from '../kit/release-record.ts';

/** The folder of one patch, in a working copy or in a commit. */
export interface PatchFolder {
  /** From the top of the patches repository, such as `patches/LAB/LAB-2026.014`; its last part is the patch's id. */
  readonly path: string;
  /** Every file in it, by path inside it. */
  readonly files: readonly ReleaseFile[];
}

/** Where each patch lies on main. An id with more than one folder is a mistake that `release` refuses. */
export type PatchFolders = ReadonlyMap<PatchId, readonly string[]>;

/** Finds the patches among the paths of a patches repository: `patches/[GROUP/]<id>/patch.yaml`. */
export function computePatchFolders(paths: Iterable<string>): PatchFolders {
  const folders = new Map<PatchId, string[]>();
  for (const path of paths) {
    const found = /^(patches\/(?:[^/]+\/)?([^/]+))\/patch\.yaml$/.exec(path);
    const [, folder = '', id = ''] = found ?? [];
    if (isPatchId(id)) folders.set(id, [...(folders.get(id) ?? []), folder]);
  }
  return folders;
}

/** The last part of a folder's path: the id of the patch in it. */
export function idOfFolder(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
