import type { Document } from '../../document/document.ts';
import { notWritable } from './not-writable.ts';
import { charactersOf } from './strict-decoder.ts';

/**
 * A file as `%RO` of GT.M writes it, of `.m` routines; Failure NOT_WRITABLE for any other kind and for what the format cannot tell: an empty
 * line, a NUL, a last line without its newline, a newline of Windows.
 */
export async function* writeGtmRoutineOutput(
  documents: AsyncIterable<Document> | Iterable<Document>,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode('patchfleet\nGT.M 01-JAN-1970 00:00:00\n');
  for await (const document of documents) {
    const text = charactersOf(document.bytes);
    if (!document.name.endsWith('.m')) throw refused(document, 'it holds routines of GT.M');
    if (text !== '' && !text.endsWith('\n')) throw refused(document, 'its last line has no newline');
    if (/^\n|\n\n|\0|\r\n/.test(text))
      throw refused(document, 'it has an empty line, a NUL or a newline of Windows');
    yield encoder.encode(`${document.name.slice(0, -'.m'.length)}\n`);
    yield document.bytes;
    yield encoder.encode('\n');
  }
  yield encoder.encode('\n');
}

function refused(document: Document, why: string) {
  return notWritable(document, '%RO of GT.M', why);
}
