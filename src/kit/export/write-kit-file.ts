import { isFailure } from '../../base/failure.ts';
import { joinBytes } from '../../base/join-bytes.ts';
import { oneChunk } from '../../base/one-chunk.ts';
import type { Document } from '../../document/document.ts';
import { kindOfDocument } from '../../document/document.ts';
import { equalBytes } from '../../document/equal-bytes.ts';
import { readKitFile } from '../formats/read-kit-file.ts';
import { writeXmlExport } from '../formats/write-export.ts';
import { writeGtmRoutineOutput } from '../formats/write-gtm-routine-output.ts';
import { writeUdl } from '../formats/write-udl.ts';
import { writeZwr } from '../formats/write-zwr.ts';
import { largestFile, tooLarge } from '../largest-file.ts';
import { kitPlaceOf } from './kit-place.ts';

/** A file of a kit that holds one document. */
export interface WrittenKitFile {
  /** `kit/…` */
  readonly file: string;
  readonly bytes: Uint8Array;
}

/**
 * Writes a document that a server was asked for as a kit file, in the plainest format from which our readers take the very same bytes back: each is tried. `madeBy`: the server, as it names
 * itself, kept where the format can. Or says why it can be none.
 */
export async function writeKitFile(
  document: Document,
  madeBy: string | null,
): Promise<WrittenKitFile | { readonly why: string }> {
  for (const { file, write } of formsOf(document, madeBy)) {
    const bytes = await written(write);
    if (bytes === null || !(await comesBack(document, file, bytes))) continue;
    return bytes.length > largestFile ? { why: `${tooLarge}: export it in parts` } : { file, bytes };
  }
  return { why: 'no format of kit files holds it without loss' };
}

interface Form {
  readonly file: string;
  readonly write: () => Uint8Array | AsyncIterable<Uint8Array>;
}

function formsOf(document: Document, madeBy: string | null): readonly Form[] {
  const place = kitPlaceOf(document.name);
  const xml: Form = { file: `${place}.xml`, write: () => writeXmlExport([document], madeBy) };
  const asIs: Form = { file: place, write: () => document.bytes };
  switch (kindOfDocument(document)) {
    case 'class':
      return [xml, { file: `${place}.cls`, write: () => writeUdl(document) }];
    case 'routine':
      if (!document.name.endsWith('.m')) return [{ file: place, write: () => writeUdl(document) }, xml];
      return [asIs, { file: `${place}.ro`, write: () => writeGtmRoutineOutput([document]) }];
    case 'include':
      return [{ file: place, write: () => writeUdl(document) }, xml];
    case 'file':
      return [asIs, xml];
    case 'global':
      return [{ file: `${place}.zwr`, write: () => writeZwr([document]) }];
    case 'project':
    case 'other':
      return [xml];
  }
}

/** Null: the format cannot hold the document. */
async function written(write: Form['write']): Promise<Uint8Array | null> {
  try {
    const made = write();
    if (made instanceof Uint8Array) return made;
    const pieces: Uint8Array[] = [];
    for await (const piece of made) pieces.push(piece);
    return joinBytes(pieces);
  } catch (error) {
    if (isFailure(error, 'NOT_WRITABLE')) return null;
    throw error;
  }
}

async function comesBack({ name, bytes }: Document, file: string, content: Uint8Array): Promise<boolean> {
  try {
    const found: Document[] = [];
    for await (const { document } of readKitFile(file, oneChunk(content))) found.push(document);
    const [own] = found;
    return found.length === 1 && own?.name === name && equalBytes(own.bytes, bytes);
  } catch (error) {
    if (isFailure(error, 'INVALID_FILE')) return false;
    throw error;
  }
}
