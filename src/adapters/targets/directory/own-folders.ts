import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Disk } from '../../files/disk.ts';
import { kindFolders } from '../../files/document-path.ts';

/**
 * The folders below a target that this engine made, so that it takes away what it emptied and never what people made. They are
 * listed in `.patchfleet/folders.txt`. A folder is listed once it is made, and goes from the list before it is removed: a crash
 * in between leaves an empty folder that counts as people's, and never the other way round.
 */
interface OwnFolders {
  /** Makes a folder, and those above it. */
  make(folder: string): void;
  /** Removes a folder and those above it, as far as they are empty and this engine made them. */
  tidy(folder: string): void;
  /** The same for every folder of the list: a process that was killed may have left some. */
  tidyAll(): void;
}

export function openOwnFolders(root: string, disk: Disk): OwnFolders {
  const file = join(root, '.patchfleet', 'folders.txt');
  const listed = (): readonly string[] => readList(file);
  const keep = (folders: readonly string[]): void => {
    disk.replace(file, Buffer.from(folders.map((folder) => `${folder}\n`).join('')));
  };
  const drop = (shown: string): boolean => {
    const folders = listed();
    const folder = join(root, shown);
    if (!folders.includes(shown) || !isOwn(folder) || !isEmpty(folder)) return false;
    keep(folders.filter((other) => other !== shown));
    disk.removeEmptyFolder(folder);
    return true;
  };
  return {
    make: (folder) => {
      const missing = foldersTo(root, folder).filter((shown) => !existsSync(join(root, shown)));
      if (missing.length === 0) return;
      disk.makeFolder(folder);
      keep([...new Set([...listed(), ...missing])]);
    },
    tidy: (folder) => {
      for (const shown of foldersTo(root, folder).toReversed()) if (!drop(shown)) return;
    },
    tidyAll: () => {
      for (const shown of listed().toSorted().toReversed()) drop(shown);
    },
  };
}

/** `classes`, `classes/Lab`: the folder and those above it, from the target's own folder on, the outermost first. */
function foldersTo(root: string, folder: string): readonly string[] {
  const segments = relative(root, folder).split(sep);
  return segments.map((_, index) => segments.slice(0, index + 1).join('/'));
}

/** Whole lines only, of folders in which documents can be: a person may have edited the list. */
function readList(file: string): readonly string[] {
  if (!existsSync(file)) return [];
  const kinds = new Set(Object.values(kindFolders));
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.filter((line) => {
    const segments = line.split('/');
    return kinds.has(segments[0] ?? '') && !segments.some((segment) => ['', '.', '..'].includes(segment));
  });
}

/** False behind a link, which leads to what is not this target's. */
function isOwn(folder: string): boolean {
  return existsSync(folder) && realpathSync(folder) === folder;
}

function isEmpty(folder: string): boolean {
  return readdirSync(folder).length === 0;
}
