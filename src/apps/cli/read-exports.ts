import { createReadStream, statSync } from 'node:fs';
import { failure, isFailure } from '../../base/failure.ts';
import type { Issue } from '../../base/issue.ts';
import type { DocumentName } from '../../document/document-name.ts';
import { checkKitPath } from '../../kit/formats/kit-path.ts';
import type { KitDocument } from '../../kit/kit-document.ts';
import { readKit } from '../../kit/read-kit.ts';
import type { ReleaseFile } from '../../kit/release-record.ts';
import type { KitSourceFile } from './kit-sources.ts';

/** An export file that a person named, read once: its place in the kit, and the globals that it carries. */
export interface ReadExport extends KitSourceFile {
  readonly globals: readonly DocumentName[];
  readonly documents: readonly KitDocument[];
  /** The page or web file that it is as a whole; null: it is an export. */
  readonly page: DocumentName | null;
}

/**
 * Reads export files as `kit check` does, before anything is copied, together with the files that are in the kit already. Failure INVALID_FILE names each
 * mistake in every file by the file as it was named, line and column, and the files that are right.
 */
export async function readExports(
  sources: readonly KitSourceFile[],
  inside: readonly ReleaseFile[] = [],
): Promise<readonly ReadExport[]> {
  const documents = await documentsOf(sources, inside);
  return sources.map((source) => {
    const own = documents.filter(({ file }) => file === source.file);
    const names = own.map(({ document }) => document.name);
    return {
      ...source,
      documents: own,
      globals: own.filter(({ globals }) => globals !== null).map(({ document }) => document.name),
      page: names.find((name) => name === source.file.replace(/^kit/, '')) ?? null,
    };
  });
}

async function documentsOf(
  sources: readonly KitSourceFile[],
  inside: readonly ReleaseFile[],
): Promise<readonly KitDocument[]> {
  const early = sources.flatMap(issueOfFile);
  const readable = sources.filter(({ from }) => !early.some(({ file }) => file === from));
  const files = [...inside, ...readable.map(fileOf)];
  const kit = files.map(({ path }) => ({ file: path, sha256: null, globals: 'merge' as const }));
  try {
    const documents = await readKit({ kit, remove: [] }, files);
    if (early.length === 0) return documents;
    throw invalid(sources, early);
  } catch (error) {
    if (!isFailure(error, 'INVALID_FILE') || error.details.good !== undefined) throw error;
    const named = new Map(sources.map(({ from, file }) => [file, from]));
    const own = error.details.issues.flatMap((issue) => {
      const from = named.get(issue.file);
      return from === undefined ? [] : [{ ...issue, file: from }];
    });
    throw invalid(sources, [...early, ...(own.length === 0 ? error.details.issues : own)], error);
  }
}

function invalid(sources: readonly KitSourceFile[], issues: readonly Issue[], cause?: unknown) {
  const bad = new Set(issues.map(({ file }) => file));
  const good = sources.map(({ from }) => from).filter((from) => !bad.has(from));
  return failure('INVALID_FILE', { issues, good }, cause);
}

/** What is wrong with a file before it is read. */
function issueOfFile({ from, absolute, file }: KitSourceFile): readonly Issue[] {
  const why = checkKitPath(file);
  const found =
    why !== null ? `cannot be ${file}: ${why}` : statSync(absolute).size === 0 ? 'is empty' : null;
  return found === null ? [] : [{ file: from, line: 0, column: 0, path: '', message: found }];
}

function fileOf({ absolute, file }: KitSourceFile): ReleaseFile {
  const read = () => createReadStream(absolute) as AsyncIterable<Uint8Array>;
  return { path: file, size: statSync(absolute).size, read };
}
