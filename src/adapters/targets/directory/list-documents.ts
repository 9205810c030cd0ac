import type { Dirent } from 'node:fs';
import { lstatSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { failure } from '../../../base/failure.ts';
import type { DocumentName } from '../../../document/document-name.ts';
import { parseDocumentName } from '../../../document/parse-document-name.ts';
import { documentOfPath, kindFolders } from '../../files/document-path.ts';
import { wholeGlobal } from './canonical-content.ts';
import { refuseLink } from './locate-file.ts';

/**
 * Every document's file below the target's folder. Hidden files are not looked at, nor, outside of `files/`, those whose
 * extension belongs to no document. Failure TARGET_FILE_REFUSED for links and for files that are named as no document is.
 */
export function listDocuments(root: string): ReadonlyMap<DocumentName, string> {
  const found = new Map<DocumentName, string>();
  for (const path of Object.values(kindFolders).flatMap((folder) => filesBelow(join(root, folder)))) {
    const segments = relative(root, path).split(sep);
    if (!mayBeDocument(segments)) continue;
    const name = documentOfPath(segments);
    if (name === null || parseDocumentName(name) !== name || wholeGlobal(name) !== name)
      throw refuseName(path);
    const other = found.get(name);
    if (other !== undefined) throw refuseDouble(path, other);
    found.set(name, path);
  }
  return found;
}

/** The half-written files that a killed process left, for who holds the target to remove. */
export function listLeftovers(root: string, isLeftover: (name: string) => boolean): readonly string[] {
  const folders = [...Object.values(kindFolders), '.patchfleet'].map((folder) => join(root, folder));
  return folders
    .flatMap((folder) => entriesBelow(folder))
    .filter((entry) => entry.isFile() && isLeftover(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

const extensions: Readonly<Record<string, RegExp>> = {
  [kindFolders.class]: /\.cls$/i,
  [kindFolders.routine]: /\.(mac|int|m)$/i,
  [kindFolders.include]: /\.inc$/i,
  [kindFolders.global]: /\.zwr$/i,
  [kindFolders.project]: /\.prj$/i,
};

function mayBeDocument(segments: readonly string[]): boolean {
  if (segments.some((segment) => segment.startsWith('.'))) return false;
  return extensions[segments[0] ?? '']?.test(segments.at(-1) ?? '') ?? true;
}

function filesBelow(folder: string): string[] {
  return entriesBelow(folder).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    if (entry.isSymbolicLink()) throw refuseLink(path);
    return entry.isFile() ? [path] : [];
  });
}

function entriesBelow(folder: string): Dirent[] {
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) throw refuseLink(folder);
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function refuseName(file: string) {
  const why =
    'no document has a file of this name; see the names that patchfleet gives, such as classes/Lab/Router.cls.';
  return failure('TARGET_FILE_REFUSED', { file, why });
}

function refuseDouble(file: string, other: string) {
  return failure('TARGET_FILE_REFUSED', { file, why: `it stands for the same document as ${other}.` });
}
