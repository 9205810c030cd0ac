import type { Document } from '../../document/document.ts';
import { kindOfDocument } from '../../document/document.ts';
import { notWritable } from './not-writable.ts';
import { routineOf } from './routine-text.ts';

/**
 * A %RO file in UTF-8 of routines and include files; Failure NOT_WRITABLE for any other kind and for what %RO cannot
 * tell: a line that is a single dot, a header that says more than name, type and mode.
 */
export async function* writeRoutineOutput(
  documents: AsyncIterable<Document> | Iterable<Document>,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode('^MAC^patchfleet^^~Format=Cache.S~^UTF8\n%RO\n');
  for await (const document of documents) yield encoder.encode(routineLines(document).join('\n'));
  yield encoder.encode('\n\n');
}

function routineLines(document: Document): string[] {
  const kind = kindOfDocument(document);
  if (kind !== 'routine' && kind !== 'include') throw notWritable(document, '%RO', '%RO holds routines');
  const { name, type, languageMode, otherParameters, afterHeader, body } = routineOf(document.bytes);
  if (otherParameters.length > 0 || afterHeader !== '') {
    throw notWritable(document, '%RO', 'its header says more than name, type and mode');
  }
  const lines = body.split('\n').slice(0, -1);
  if (lines.includes('.')) throw notWritable(document, '%RO', 'a line of it is a single dot');
  const mode = languageMode === '0' ? '' : languageMode;
  return [`${name}^${type}^${mode}^^0`, ...lines.map((line) => (line === '' ? '.' : line)), '', ''];
}
