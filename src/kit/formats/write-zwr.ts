import type { Document } from '../../document/document.ts';
import { kindOfDocument } from '../../document/document.ts';
import { notWritable } from './not-writable.ts';

/** A ZWR file of globals, whose canonical bytes are its lines; Failure NOT_WRITABLE for any other kind. */
export async function* writeZwr(
  documents: AsyncIterable<Document> | Iterable<Document>,
): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode('patchfleet\nZWR\n');
  for await (const document of documents) {
    if (kindOfDocument(document) !== 'global') throw notWritable(document, 'ZWR', 'ZWR holds globals');
    yield document.bytes;
  }
}
