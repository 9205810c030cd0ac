import { closeSync, fsync, openSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { FileContent } from './disk.ts';
import { flushFolder, freshBeside, removeFile, writeAll } from './fresh-file.ts';
import { guarded, guardedLater } from './guarded.ts';
import { keepOwnership } from './keep-ownership.ts';

/** `replaceAll` of the machine's own disk. Flushed side by side: a file system then writes its journal for several files at once. */
export async function replaceFiles(
  files: readonly FileContent[],
  isExpected: (path: string) => boolean,
): Promise<number> {
  let done = 0;
  for (let at = 0; at < files.length && done === at; at += openAtOnce)
    done += await replaceSome(files.slice(at, at + openAtOnce), isExpected);
  return done;
}

/** So many files are open at once. */
const openAtOnce = 64;

/** A new file beside the one that it is to replace. */
interface Fresh {
  readonly path: string;
  readonly fresh: string;
  readonly file: number;
}

async function replaceSome(
  files: readonly FileContent[],
  isExpected: (path: string) => boolean,
): Promise<number> {
  const made: Fresh[] = [];
  try {
    for (const { path, bytes } of files) made.push(guarded(path, () => openFresh(path, bytes)));
    const flushed = await Promise.allSettled(
      made.map(({ path, file }) => guardedLater(path, () => flushFile(file))),
    ); // none is closed while another is flushed
    for (const one of flushed) if (one.status === 'rejected') throw one.reason;
    return renameWhile(made, isExpected);
  } finally {
    for (const { path, fresh, file } of made)
      guarded(path, () => {
        closeSync(file);
        removeFile(fresh);
      });
  }
}

const flushFile = promisify(fsync);

function openFresh(path: string, bytes: Uint8Array): Fresh {
  const before = statSync(path, { throwIfNoEntry: false });
  const fresh = freshBeside(path);
  const file = openSync(fresh, 'wx');
  try {
    if (before !== undefined) keepOwnership(path, file, before);
    writeAll(file, bytes);
  } catch (error) {
    closeSync(file);
    removeFile(fresh);
    throw error;
  }
  return { path, fresh, file };
}

function renameWhile(made: readonly Fresh[], isExpected: (path: string) => boolean): number {
  let done = 0;
  try {
    for (const { path, fresh } of made) {
      if (!isExpected(path)) break;
      guarded(path, () => {
        renameSync(fresh, path);
      });
      done += 1;
    }
  } finally {
    for (const folder of new Set(made.slice(0, done).map(({ path }) => dirname(path))))
      guarded(folder, () => {
        flushFolder(folder);
      });
  }
  return done;
}
