import { randomBytes } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { failure } from '../../base/failure.ts';
import { oneChunk } from '../../base/one-chunk.ts';

/** A file of a new patch, by its place in the folder. */
interface NewFile {
  readonly path: string;
  readonly read: () => AsyncIterable<Uint8Array>;
}

/**
 * Makes the folder of a new patch whole or not at all: it is written beside its place, under a name that begins with a dot, and renamed when all of it is there. Failure FILE_EXISTS
 * where somebody made it meanwhile; whatever else goes wrong is thrown on, and nothing is left.
 */
export async function writePatchFolder(
  folder: string,
  shown: string,
  files: readonly NewFile[],
): Promise<void> {
  const beside = join(dirname(folder), `.${basename(folder)}.${randomBytes(4).toString('hex')}`);
  mkdirSync(dirname(folder), { recursive: true });
  mkdirSync(beside);
  try {
    mkdirSync(join(beside, 'kit'));
    for (const { path, read } of files) {
      mkdirSync(dirname(join(beside, path)), { recursive: true });
      await pipeline(read, createWriteStream(join(beside, path), { flags: 'wx' }));
    }
    if (existsSync(folder)) throw failure('FILE_EXISTS', { paths: [shown] });
    renameSync(beside, folder);
  } catch (error) {
    rmSync(beside, { recursive: true, force: true });
    throw error;
  }
}

/** A file of which the text is there already. */
export function textFile(path: string, text: string): NewFile {
  return { path, read: () => oneChunk(new TextEncoder().encode(text)) };
}
