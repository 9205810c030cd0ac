import type { PatchId } from '../base/names.ts';
import type { TreeFile } from '../ports/patches-repository.ts';
import { computePatchFolders } from './patch-folder.ts';

type Files = ReadonlyMap<string, TreeFile>;

/** What of the patches of a repository is not the same in two commits. Paths are from the top. */
interface ChangedFolders {
  /** Folders of patches that are there afterwards, with the paths that are new, changed or gone in each. */
  readonly changed: ReadonlyMap<string, readonly string[]>;
  /** Patches that are in no folder afterwards. */
  readonly gone: readonly { readonly patch: PatchId; readonly folder: string }[];
  /** New or changed files below `patches/` that lie in no patch. */
  readonly stray: readonly string[];
}

/** Compares all files of two commits. */
export function changedFolders(before: Files, after: Files): ChangedFolders {
  const [were, are] = [computePatchFolders(before.keys()), computePatchFolders(after.keys())];
  const folders = new Set([...are.values()].flat());
  const changed = new Map<string, string[]>();
  const stray: string[] = [];
  for (const path of changedPaths(before, after)) {
    const folder = folderAround(path, folders);
    if (folder !== null) changed.set(folder, [...(changed.get(folder) ?? []), path]);
    else if (path.startsWith('patches/') && after.has(path)) stray.push(path);
  }
  const gone = [...were].flatMap(([patch, [folder = '']]) => (are.has(patch) ? [] : [{ patch, folder }]));
  return { changed, gone, stray };
}

/** Paths of files that are new, changed or gone, sorted. */
export function changedPaths(before: Files, after: Files): readonly string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths]
    .filter((path) => {
      const [was, is] = [before.get(path), after.get(path)];
      return was?.blob !== is?.blob || was?.executable !== is?.executable;
    })
    .sort();
}

/** `patches/<id>` or `patches/GROUP/<id>`. */
function folderAround(path: string, folders: ReadonlySet<string>): string | null {
  const parts = path.split('/');
  const around = [3, 2].map((depth) => parts.slice(0, depth).join('/'));
  return around.find((folder) => folders.has(folder) && folder !== path) ?? null;
}
