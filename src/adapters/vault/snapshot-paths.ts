import type { DocumentName } from '../../document/document-name.ts';
import { documentPath, foldCase, twinOf } from '../files/document-path.ts';

/** A path for each document, the same for the same names; no two are alike where case does not count. */
export function snapshotPaths(names: readonly DocumentName[]): ReadonlyMap<DocumentName, string> {
  const taken = new Map<string, string>();
  const paths = new Map<DocumentName, string>();
  for (const name of [...names].sort()) {
    let path = '';
    for (const segment of documentPath(name)) path = placeIn(taken, path, segment);
    paths.set(name, path);
  }
  return paths;
}

/** The first of two that differ in case keeps its name. */
function placeIn(taken: Map<string, string>, folder: string, segment: string): string {
  const path = folder === '' ? segment : `${folder}/${segment}`;
  const holder = taken.get(foldCase(path));
  if (holder !== undefined && holder !== path)
    return `${folder === '' ? '' : `${folder}/`}${twinOf(segment)}`;
  taken.set(foldCase(path), path);
  return path;
}
