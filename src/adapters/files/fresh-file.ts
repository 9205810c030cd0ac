import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A name that nobody can foresee, so that nobody can put a link there; opened with `x`, which follows none. */
export function freshBeside(path: string): string {
  return join(dirname(path), `${leftoverPrefix}${randomBytes(12).toString('hex')}`);
}

/** True for the name of a half-written file that a killed process may leave behind; readers of folders skip it. */
export function isLeftover(name: string): boolean {
  return name.startsWith(leftoverPrefix);
}

const leftoverPrefix = '.patchfleet-new-';

/** Writes all, however often the system has to be asked. */
export function writeAll(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
}

/** True where there was one. */
export function removeFile(path: string): boolean {
  try {
    unlinkSync(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Makes durable which files a folder has; nothing on Windows, which flushes no folders. */
export function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const file = openSync(folder, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** The system's own code of an error; null: it is none of the system's. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
