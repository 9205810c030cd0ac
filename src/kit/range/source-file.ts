import { digestOf } from '../../base/digest.ts';
import type { Digest } from '../../base/digest.ts';
import { isFailure } from '../../base/failure.ts';
import { oneChunk } from '../../base/one-chunk.ts';
import { digestOfDocument } from '../../document/document.ts';
import { documentKey } from '../../document/document-key.ts';
import type { DocumentName } from '../../document/document-name.ts';
import { checkKitPath } from '../formats/kit-path.ts';
import { readKitFile } from '../formats/read-kit-file.ts';
import { largestFile, tooLarge } from '../largest-file.ts';
import { pagePlace } from '../page-place.ts';

/** A file of a source repository at one commit. */
export interface SourceEntry {
  readonly id: string;
  readonly size: number;
  /** False for links and submodules. */
  readonly plain: boolean;
  readonly submodule?: boolean;
}

/** A file of a source repository, as far as it can be read as one of a kit. */
export type Source = ReadSource | UnreadSource;

export interface ReadSource {
  readonly kind: 'read';
  readonly path: string;
  readonly id: string;
  /** Its place in the patch. */
  readonly file: string;
  readonly sha256: Digest;
  /** By key. */
  readonly documents: ReadonlyMap<string, SourceDocument>;
}

export interface UnreadSource {
  readonly kind: 'unread';
  readonly path: string;
  readonly why: string;
  /** True where documents may be missing in the kit for it. */
  readonly wanted: boolean;
  /** In which documents may stand all the same; none for what is no source. Null: nobody can tell what it holds. */
  readonly bytes: Uint8Array | null;
}

interface SourceDocument {
  readonly name: DocumentName;
  readonly digest: Digest;
}

export type ReadBlob = (id: string) => Promise<Uint8Array | null>;

const sources = /\.(cls|mac|int|inc|m|xml|prj|hl7|x12|astm|edi|lut|dfi|zwr|go|gof|ro|rtn|gbl)$/i;
const nothing = new Uint8Array();

/** The place in a kit of a file of a known kind, by its path; null: it is none. Web files are sources where their folder is that of pages. */
export function sourcePlace(path: string): string | null {
  if (sources.test(path)) return `kit/${path}`;
  const page = /\.[a-z0-9]{1,8}$/i.test(path) ? pagePlace(path) : null;
  return page === null ? null : `kit/${page}`;
}

/** Reads a source file as kit files are read; or says why it cannot be one. */
export async function readSource(
  path: string,
  { id, size, plain, submodule = false }: SourceEntry,
  read: ReadBlob,
): Promise<Source> {
  const file = sourcePlace(path);
  const unread = (why: string, bytes: Uint8Array | null, wanted = true): UnreadSource => ({
    ...{ kind: 'unread', path, why, wanted, bytes },
  });
  if (submodule) return unread('it is a submodule: make a patch of its own repository', null);
  if (!plain) return unread('it is a link', nothing, file !== null);
  if (file === null) return unread('no known kind of source', nothing, false);
  if (size > largestFile) return unread(tooLarge, null);
  const bytes = await read(id);
  if (bytes === null) return unread('the repository does not hold its content', null);
  const wrong = path.includes('\uFFFD') ? 'it is not UTF-8' : checkKitPath(file);
  if (wrong !== null || file.length > 240) {
    const why = wrong ?? 'it is longer than 240 characters';
    return unread(`its path cannot be that of a kit file: ${why}`, bytes);
  }
  const documents = await readDocuments(file, bytes);
  if (typeof documents !== 'string')
    return { kind: 'read', path, id, file, sha256: digestOf(bytes), documents };
  const isOtherXml = /\.xml$/i.test(path) && bytes.length > 0 && !plainLetters(bytes).includes('<export');
  return isOtherXml ? unread('it is XML, and no export', nothing, false) : unread(documents, bytes);
}

/** The documents of a file by key; a text: why it holds none. */
async function readDocuments(
  file: string,
  bytes: Uint8Array,
): Promise<ReadonlyMap<string, SourceDocument> | string> {
  const documents = new Map<string, SourceDocument>();
  try {
    for await (const { document } of readKitFile(file, oneChunk(bytes)))
      documents.set(documentKey(document.name), { name: document.name, digest: digestOfDocument(document) });
  } catch (error) {
    const issue = isFailure(error, 'INVALID_FILE') ? error.details.issues[0] : undefined;
    if (issue === undefined) throw error;
    return `line ${issue.line}: ${issue.message}`;
  }
  return documents.size === 0 ? 'there is no document in it' : documents;
}

/** Text in which words of ASCII can be found whatever the encoding: in lower case, without the NUL bytes of UTF-16. */
export function plainLetters(bytes: Uint8Array): string {
  return new TextDecoder('windows-1252').decode(bytes).replaceAll('\0', '').toLowerCase();
}
