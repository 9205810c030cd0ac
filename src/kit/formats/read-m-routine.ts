import { parseDocumentName } from '../../document/parse-document-name.ts';
import type { FoundDocument, KitSource } from './kit-source.ts';
import { invalidFile } from './kit-source.ts';
import { readBytes } from './read-text.ts';

/** Reads a `.m` file of GT.M or YottaDB, byte for byte. Its name is the routine's, `_` standing for a leading `%`. */
export async function* readMRoutine(source: KitSource): AsyncGenerator<FoundDocument> {
  const base = source.path.slice(source.path.lastIndexOf('/') + 1).replace(/^_/, '%');
  const name = parseDocumentName(base);
  if (name === null) {
    const message =
      'its name is that of no routine: letters and digits, at most 31, and `_` at the beginning for %';
    throw invalidFile(source.path, { line: 0, column: 0 }, message);
  }
  yield { document: { name, bytes: await readBytes(source) }, line: 1 };
}
