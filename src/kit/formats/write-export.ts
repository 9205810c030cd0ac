import type { Document } from '../../document/document.ts';
import { kindOfDocument } from '../../document/document.ts';
import type { DocumentKind } from '../../document/document-name.ts';
import { writeClassElement } from './class-element.ts';
import { writeDocumentElement } from './document-element.ts';
import { writeGlobalElement } from './global-element-writer.ts';
import { writePageElement } from './page-element.ts';
import { writeProjectElement } from './project-element.ts';
import { writeRoutineElement } from './routine-element.ts';
import { writeAttributes } from './xml-text.ts';

const writers: Readonly<Record<DocumentKind, (document: Document) => Uint8Array>> = {
  class: writeClassElement,
  routine: writeRoutineElement,
  include: writeRoutineElement,
  global: writeGlobalElement,
  file: writePageElement,
  project: writeProjectElement,
  other: writeDocumentElement,
};

/**
 * An XML export of these documents, in UTF-8 with LF newlines: read again, it gives the same documents. `madeBy`: the server that they were read from, as it names itself. Failure
 * NOT_WRITABLE for a document that XML cannot hold (a class in UDL, control characters in a routine).
 */
export async function* writeXmlExport(
  documents: AsyncIterable<Document> | Iterable<Document>,
  madeBy: string | null = null,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const envelope = writeAttributes({
    ...{ generator: 'IRIS', version: '26' },
    ...(madeBy === null ? {} : { zv: madeBy }),
  });
  yield encoder.encode(`<?xml version="1.0" encoding="UTF-8"?>\n<Export${envelope}>\n`);
  for await (const document of documents) yield writers[kindOfDocument(document)](document);
  yield encoder.encode('</Export>\n');
}
