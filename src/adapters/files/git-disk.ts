import { existsSync } from 'node:fs';
import { lstat, readFile, readdir, readlink, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { PromiseFsClient } from 'isomorphic-git';
import type { Disk } from './disk.ts';
import { isLeftover } from './fresh-file.ts';

/**
 * The `fs` of isomorphic-git for bare repositories: reads go to the file system, every change goes through the disk, so
 * that objects and refs are durable when git says they are written. Makes no links and sets no file modes.
 */
export function gitFs(disk: Disk): PromiseFsClient {
  const promises = {
    readFile,
    stat,
    lstat,
    readlink,
    readdir: async (path: string) => (await readdir(path)).filter((name) => !isLeftover(name)),
    writeFile: (path: string, content: Uint8Array | string) =>
      effect(() => {
        if (!existsSync(dirname(path))) disk.makeFolder(dirname(path));
        disk.replace(path, typeof content === 'string' ? Buffer.from(content) : content);
      }),
    unlink: (path: string) =>
      effect(() => {
        disk.remove(path);
      }),
    mkdir: (path: string) =>
      effect(() => {
        disk.makeFolder(path);
      }),
    rmdir: (path: string) => removeEmptyFolder(disk, path),
    rm: (path: string) => removeAll(disk, path),
    symlink: () => effect(refuseLink),
  };
  return { promises };
}

/** What the disk throws becomes a rejection, as git expects of promises. */
function effect(work: () => void): Promise<void> {
  return new Promise((resolve) => {
    work();
    resolve();
  });
}

async function removeEmptyFolder(disk: Disk, path: string): Promise<void> {
  const names = await readdir(path);
  if (names.length > 0) throw Object.assign(new Error(`${path} is not empty`), { code: 'ENOTEMPTY' });
  disk.removeFolder(path);
}

async function removeAll(disk: Disk, path: string): Promise<void> {
  const found = await lstat(path);
  if (found.isDirectory()) disk.removeFolder(path);
  else disk.remove(path);
}

function refuseLink(): never {
  throw new Error('patchfleet makes no symbolic links');
}
