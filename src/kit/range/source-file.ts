import { digestOf } from '../../base/digest.ts';
import type { Digest } from '../../base/digest.ts';
import { isFailure } from '../../base/failure.ts';
import { digestOfDocument } from '../../document/document.ts';
import type { DocumentName } from '../../document/document-name.ts';
import { kindOf } from '../../document/document-name.ts';
import { checkKitPath } from '../formats/kit-path.ts';
import { readKitFile } from '../formats/read-kit-file.ts';
import { pagePlace } from '../page-place.ts';

/** A file of a source repository at one commit. */
export interface SourceEntry {
  readonly id: string;
  readonly size: number;
  /** False for links and submodules. */
  readonly plain: boolean;
}

/** The documents that a source file holds, by key. */
interface SourceContents {
  /** Its place in the patch. */
  readonly file: string;
  readonly sha256: Digest;
  readonly documents: ReadonlyMap<string, { readonly name: DocumentName; readonly digest: Digest }>;
}

export type ReadBlob = (id: string) => Promise<Uint8Array | null>;

const sources = /\.(cls|mac|int|inc|m|xml|prj|hl7|x12|astm|edi|lut|dfi|zwr|go|gof|ro|rtn|gbl)$/i;
const mostBytes = 100 * 1024 * 1024;

/** The place in a kit of a file of a known kind, by its path; null: it is none. Web files are sources where their folder is that of pages. */
export function sourcePlace(path: string): string | null {
  if (sources.test(path)) return `kit/${path}`;
  const page = /\.[a-z0-9]{1,8}$/i.test(path) ? pagePlace(path) : null;
  return page === null ? null : `kit/${page}`;
}

/** Reads a source file as kit files are read; or says why it cannot be one. */
export async function readSource(
  path: string,
  { id, size, plain }: SourceEntry,
  read: ReadBlob,
): Promise<SourceContents | { readonly why: string }> {
  const file = sourcePlace(path);
  if (file === null) return { why: 'no known kind of source' };
  const wrong = path.includes('\uFFFD') ? 'it is not UTF-8' : checkKitPath(file);
  if (wrong !== null || file.length > 240)
    return { why: `its path cannot be that of a kit file: ${wrong ?? 'it is longer than 240 characters'}` };
  if (!plain) return { why: 'it is a link or a submodule' };
  if (size > mostBytes) return { why: 'it is over 100 MB, which the hosts of git do not take' };
  const bytes = await read(id);
  if (bytes === null) return { why: 'the repository does not hold its content' };
  const documents = new Map<string, { readonly name: DocumentName; readonly digest: Digest }>();
  try {
    for await (const { document } of readKitFile(file, piecesOf(bytes)))
      documents.set(keyOf(document.name), { name: document.name, digest: digestOfDocument(document) });
  } catch (error) {
    const issue = isFailure(error, 'INVALID_FILE') ? error.details.issues[0] : undefined;
    if (issue === undefined) throw error;
    return { why: `line ${issue.line}: ${issue.message}` };
  }
  return documents.size === 0
    ? { why: 'there is no document in it' }
    : { file, sha256: digestOf(bytes), documents };
}

/** Names are compared as a kit's are: without case, but for globals. */
function keyOf(name: DocumentName): string {
  return kindOf(name) === 'global' ? name : name.toLowerCase();
}

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}
