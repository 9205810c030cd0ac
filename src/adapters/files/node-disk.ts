import {
  closeSync,
  fchmodSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import type { Stats } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Disk } from './disk.ts';
import { codeOf, flushFolder, freshBeside, removeFile, writeAll } from './fresh-file.ts';
import { guarded } from './guarded.ts';
import type { Ownership } from './keep-ownership.ts';
import { keepOwnership } from './keep-ownership.ts';
import { replaceFiles } from './replace-files.ts';
import { isInside, privateFileMode, privateFolderMode } from './private-folder.ts';

interface NodeDiskOptions {
  /** What is written in this folder can be read by its user alone; files keep no other mode there. Absolute. */
  readonly privateBelow: string;
}

/**
 * The machine's own disk. Every call is flushed when it returns (the folder too, where the system can flush folders: not on
 * Windows). Failure DISK_FULL where there is no room, DISK_FAILED for all else that the system refuses.
 */
export function nodeDisk(options?: NodeDiskOptions): Disk {
  const isPrivate = (path: string) => isInside(options?.privateBelow ?? null, path);
  const fileMode = (path: string) => (isPrivate(path) ? privateFileMode : null);
  return {
    replace: (path, bytes) => {
      guarded(path, () => {
        replaceFile(path, bytes, fileMode(path));
      });
    },
    replaceAll: replaceFiles,
    create: (path, bytes) => guarded(path, () => createFile(path, bytes, fileMode(path))),
    append: (path, bytes) => {
      guarded(path, () => {
        appendToFile(path, bytes, fileMode(path));
      });
    },
    truncate: (path, size) => {
      guarded(path, () => {
        withFile(path, 'r+', null, (file) => {
          ftruncateSync(file, size);
        });
      });
    },
    remove: (path) => {
      guarded(path, () => {
        if (removeFile(path)) flushFolder(dirname(path));
      });
    },
    makeFolder: (path) => {
      guarded(path, () => {
        makeFolders(path, isPrivate(path) ? privateFolderMode : null);
      });
    },
    removeEmptyFolder: (path) => {
      guarded(path, () => {
        if (removedEmpty(path)) flushFolder(dirname(path));
      });
    },
    removeFolder: (path) => {
      guarded(path, () => {
        if (statSync(path, { throwIfNoEntry: false }) === undefined) return;
        rmSync(path, { recursive: true, force: true });
        flushFolder(dirname(path));
      });
    },
  };
}

/** The mode that a new file gets; null: what the process's umask leaves. */
type Mode = number | null;

function replaceFile(path: string, bytes: Uint8Array, mode: Mode): void {
  const before = statSync(path, { throwIfNoEntry: false });
  const fresh = freshBeside(path);
  try {
    withFile(fresh, 'wx', mode, (file) => {
      if (before !== undefined) keepOwnership(path, file, owned(before, mode));
      else if (mode !== null) fchmodSync(file, mode);
      writeAll(file, bytes);
    });
    renameSync(fresh, path);
  } catch (error) {
    removeFile(fresh);
    throw error;
  }
  flushFolder(dirname(path));
}

function owned({ uid, gid, mode }: Stats, other: Mode): Ownership {
  return { uid, gid, mode: other ?? mode };
}

/** False where something is there already, be it a link to nothing. */
function createFile(path: string, bytes: Uint8Array, mode: Mode): boolean {
  const fresh = freshBeside(path);
  try {
    withFile(fresh, 'wx', mode, (file) => {
      writeAll(file, bytes);
    });
    if (!linkNew(fresh, path)) writeNew(path, bytes, mode);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    removeFile(fresh);
  }
  flushFolder(dirname(path));
  return true;
}

/** False where the file system knows no links, as FAT. */
function linkNew(fresh: string, path: string): boolean {
  try {
    linkSync(fresh, path);
    return true;
  } catch (error) {
    if (['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK'].includes(codeOf(error) ?? '')) return false;
    throw error;
  }
}

function writeNew(path: string, bytes: Uint8Array, mode: Mode): void {
  try {
    withFile(path, 'wx', mode, (file) => {
      writeAll(file, bytes);
    });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') removeFile(path);
    throw error;
  }
}

function appendToFile(path: string, bytes: Uint8Array, mode: Mode): void {
  const isNew = statSync(path, { throwIfNoEntry: false }) === undefined;
  withFile(path, 'a', mode, (file) => {
    writeAll(file, bytes);
  });
  if (isNew) flushFolder(dirname(path));
}

function makeFolders(path: string, mode: Mode): void {
  const first = mkdirSync(path, { recursive: true, ...(mode !== null && { mode }) });
  if (first === undefined) return;
  const top = dirname(resolve(first));
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    flushFolder(folder);
    if (folder === top || folder === dirname(folder)) return;
  }
}

/** False where it is not empty, no folder, or in use: then it stays. */
function removedEmpty(path: string): boolean {
  try {
    rmdirSync(path);
    return true;
  } catch (error) {
    if (codeOf(error) === null) throw error;
    return false;
  }
}

function withFile(path: string, flags: string, mode: Mode, work: (file: number) => void): void {
  const file = openSync(path, flags, mode ?? undefined);
  try {
    work(file);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
