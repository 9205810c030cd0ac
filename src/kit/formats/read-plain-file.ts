import { parseDocumentName } from '../../document/parse-document-name.ts';
import type { FoundDocument, KitSource } from './kit-source.ts';
import { invalidFile } from './kit-source.ts';
import { readBytes } from './read-text.ts';

/**
 * Reads a CSP page or web file as it is: `kit/csp/lab/index.csp` is the document `/csp/lab/index.csp`. Text gets LF
 * newlines and loses a byte order mark; what is no UTF-8 or holds control characters is not text.
 */
export async function* readPlainFile(source: KitSource): AsyncGenerator<FoundDocument> {
  const name = parseDocumentName(`/${source.path.replace(/^kit\//, '')}`);
  if (name === null)
    throw invalidFile(source.path, { line: 0, column: 0 }, 'its path makes no name of a page');
  yield { document: { name, bytes: canonicalFile(await readBytes(source)) }, line: 1 };
}

function canonicalFile(bytes: Uint8Array): Uint8Array {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return /(?![\t\n\f\r])\p{Cc}/u.test(text)
      ? bytes
      : new TextEncoder().encode(text.replace(/\r+\n/g, '\n'));
  } catch {
    return bytes;
  }
}
