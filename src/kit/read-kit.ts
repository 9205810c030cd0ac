import { failure, isFailure } from '../base/failure.ts';
import type { Issue } from '../base/issue.ts';
import { documentKey } from '../document/document-key.ts';
import { kindOf } from '../document/document-name.ts';
import { overlaps } from '../document/overlap.ts';
import { readKitFile } from './formats/read-kit-file.ts';
import type { KitDocument } from './kit-document.ts';
import type { KitFile, Manifest } from './manifest.ts';
import type { ReleaseFile } from './release-record.ts';
import { touchedName } from './touched-name.ts';

/**
 * Every document of a kit, in the order of the manifest's files. Failure INVALID_FILE with the issues of all files at once: a file that is
 * missing or cannot be read, a document that stands in two files, names that differ by case only, a global for which
 * nobody said merge or replace, a document that the same patch removes.
 */
export async function readKit(
  manifest: Pick<Manifest, 'kit' | 'remove'>,
  files: readonly ReleaseFile[],
): Promise<KitDocument[]> {
  const documents: KitDocument[] = [];
  const issues: Issue[] = [];
  for (const entry of manifest.kit) {
    const file = files.find(({ path }) => path === entry.file);
    if (file === undefined) issues.push(issueAt(entry.file, 0, 'is named by patch.yaml, and is not there'));
    else issues.push(...(await readInto(documents, entry, file)));
  }
  issues.push(...twins(documents), ...globalsWithoutMode(documents), ...removedToo(manifest, documents));
  if (issues.length > 0) throw failure('INVALID_FILE', { issues });
  return documents;
}

/** Reads one file; its issues are returned, so that those of the next file are told with them. */
async function readInto(into: KitDocument[], entry: KitFile, file: ReleaseFile): Promise<readonly Issue[]> {
  try {
    for await (const { document, line, madeBy, changed, format } of readKitFile(entry.file, file.read())) {
      const globals = kindOf(document.name) === 'global' ? entry.globals : null;
      into.push({
        ...{ document, file: entry.file, line, globals, format },
        ...(madeBy !== undefined && { madeBy }),
        ...(changed !== undefined && { changed }),
      });
    }
    return [];
  } catch (error) {
    if (!isFailure(error, 'INVALID_FILE')) throw error;
    return error.details.issues;
  }
}

function twins(documents: readonly KitDocument[]): Issue[] {
  const seen = new Map<string, KitDocument>();
  return documents.flatMap((own) => {
    const { name } = own.document;
    const key = documentKey(name);
    const other = seen.get(key);
    if (other === undefined) {
      seen.set(key, own);
      return [];
    }
    const how = other.document.name === name ? 'stands' : `stands as ${other.document.name}`;
    const message = `${name} ${how} in ${other.file}:${other.line} too, expected in one place`;
    return [issueAt(own.file, own.line, message)];
  });
}

function globalsWithoutMode(documents: readonly KitDocument[]): Issue[] {
  return documents
    .filter(({ document, globals }) => kindOf(document.name) === 'global' && globals === null)
    .map(({ document, file, line }) => {
      const wanted = 'expected `globals: merge` or `globals: replace` beside this file in patch.yaml';
      return issueAt(file, line, `carries the global ${document.name}, ${wanted}`);
    });
}

/** The order of an install would decide which of the two holds. */
function removedToo({ remove }: Pick<Manifest, 'remove'>, documents: readonly KitDocument[]): Issue[] {
  if (remove.length === 0) return [];
  return documents.flatMap((own) => {
    const { document, file, line } = own;
    const touched = touchedName(own);
    const removed = remove.find((name) => overlaps(name, touched));
    if (removed === undefined) return [];
    return [
      issueAt(
        file,
        line,
        `carries ${document.name}, and patch.yaml removes ${removed}, expected one of them`,
      ),
    ];
  });
}

function issueAt(file: string, line: number, message: string): Issue {
  return { file, line, column: line > 0 ? 1 : 0, path: '', message };
}
