import { createReadStream, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { failure, isFailure } from '../../base/failure.ts';
import type { DocumentName } from '../../document/document-name.ts';
import type { KitDocument } from '../../kit/kit-document.ts';
import { readKit } from '../../kit/read-kit.ts';
import type { ReleaseFile } from '../../kit/release-record.ts';

/** An export file that a person named, read once: its place in the kit, and the globals that it carries. */
interface ReadExport {
  /** As the person typed it. */
  readonly from: string;
  /** `kit/<name>` in the patch's folder. */
  readonly file: string;
  readonly globals: readonly DocumentName[];
  /** The page or web file that it is as a whole; null: it is an export. */
  readonly page: DocumentName | null;
}

/**
 * Reads export files as `kit check` does, before anything is copied. Failure INVALID_FILE names each mistake by the file as it was
 * typed, line and column; WRONG_ARGUMENT where two files have one name.
 */
export async function readExports(cwd: string, from: readonly string[]): Promise<readonly ReadExport[]> {
  const named = from.map((typed) => ({ typed, file: `kit/${basename(typed)}` }));
  const twin = named.find(({ file }, index) => named.findIndex((one) => sameName(one.file, file)) !== index);
  if (twin !== undefined) {
    const expected = 'each file under a name of its own, upper and lower case taken as one';
    throw failure('WRONG_ARGUMENT', { what: '--from', word: twin.typed, expected });
  }
  const documents = await documentsOf(cwd, named);
  return named.map(({ typed, file }) => {
    const own = documents.filter((one) => one.file === file);
    return {
      from: typed,
      file,
      globals: own.filter(({ globals }) => globals !== null).map(({ document }) => document.name),
      page:
        own.map(({ document }) => document.name).find((name) => name === file.replace(/^kit/, '')) ?? null,
    };
  });
}

interface NamedExport {
  readonly typed: string;
  readonly file: string;
}

async function documentsOf(cwd: string, named: readonly NamedExport[]): Promise<readonly KitDocument[]> {
  const kit = named.map(({ file }) => ({ file, sha256: null, globals: 'merge' as const }));
  const files = named.map(({ typed, file }): ReleaseFile => {
    const absolute = resolve(cwd, typed);
    const read = () => createReadStream(absolute) as AsyncIterable<Uint8Array>;
    return { path: file, size: statSync(absolute).size, read };
  });
  try {
    return await readKit({ kit, remove: [] }, files);
  } catch (error) {
    if (!isFailure(error, 'INVALID_FILE')) throw error;
    const typedOf = new Map(named.map(({ typed, file }) => [file, typed]));
    const issues = error.details.issues.map((issue) => ({
      ...issue,
      file: typedOf.get(issue.file) ?? issue.file,
    }));
    throw failure('INVALID_FILE', { issues }, error);
  }
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
