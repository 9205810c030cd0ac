import { mkdirSync } from 'node:fs';
import { dirname, sep } from 'node:path';

/**
 * Makes the folder so that its user alone can read it, and those above it as usual; one that is there stays as it is. Where the system refuses,
 * nothing is said: the first write there tells.
 */
export function makePrivateFolder(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    mkdirSync(path, privateFolderMode);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
  }
}

export const privateFolderMode = 0o700;
export const privateFileMode = 0o600;

/** True for the folder itself and all below it; null: for nothing. Both paths are absolute. */
export function isInside(folder: string | null, path: string): boolean {
  return folder !== null && (path === folder || path.startsWith(`${folder}${sep}`));
}
