import type { Stats } from 'node:fs';
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { failure } from '../../../base/failure.ts';
import type { DocumentName } from '../../../document/document-name.ts';
import { documentPath, foldCase, twinOf } from '../../files/document-path.ts';

/** Where a document's file is. */
interface LocatedFile {
  /** Absolute; where the document does not exist, where it would be written. */
  readonly path: string;
  readonly exists: boolean;
}

/**
 * Finds a document's file, folder by folder, also where a file with the same name in other letters stands beside it. Failure
 * TARGET_FILE_REFUSED for a symbolic link on the way: what it leads to is not this target's.
 */
export function locateFile(root: string, name: DocumentName): LocatedFile {
  let path = root;
  let exists = true;
  const exact = foldsCase(root);
  for (const segment of documentPath(name)) {
    const found: string | null = exists ? findSegment(path, segment, exact) : null;
    exists = found !== null;
    path = join(path, found ?? segment);
  }
  return { path, exists: exists && lstatSync(path).isFile() };
}

/** The path for a document that does not exist yet, apart from those whose names differ from it in case only. */
export function pathForNew(root: string, name: DocumentName): string {
  let path = root;
  const exact = foldsCase(root);
  for (const segment of documentPath(name))
    path = join(path, findSegment(path, segment, exact) ?? freeSegment(path, segment));
  return path;
}

/** True where the file system takes names that differ in case only for one. */
function foldsCase(root: string): boolean {
  if (process.platform === 'win32' || process.platform === 'darwin') return true;
  return statusOf(join(root, '.PATCHFLEET')) !== null && statusOf(join(root, '.patchfleet')) !== null;
}

/** The name under which the segment stands in the folder; null: it does not. */
function findSegment(folder: string, segment: string, exact: boolean): string | null {
  for (const name of [segment, twinOf(segment)]) {
    const status = statusOf(join(folder, name));
    if (status === null || (exact && !readdirSync(folder).includes(name))) continue;
    if (status.isSymbolicLink()) throw refuseLink(join(folder, name));
    return name;
  }
  return null;
}

function freeSegment(folder: string, segment: string): string {
  const taken = statusOf(folder)?.isDirectory() ? readdirSync(folder) : [];
  return taken.some((name) => foldCase(name) === foldCase(segment)) ? twinOf(segment) : segment;
}

export function refuseLink(file: string) {
  return failure('TARGET_FILE_REFUSED', {
    file,
    why: 'it is a symbolic link, which may lead out of the target.',
  });
}

function statusOf(path: string): Stats | null {
  try {
    return lstatSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return null;
    throw error;
  }
}
