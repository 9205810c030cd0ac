import type { DocumentName } from '../../document/document-name.ts';
import { parseDocumentName } from '../../document/parse-document-name.ts';
import type { FoundDocument, KitSource } from './kit-source.ts';
import { invalidFile } from './kit-source.ts';
import { readLines } from './read-text.ts';

/** The file's second line, such as `GT.M 22-NOV-2026 17:22:13`; what stands in the first is anybody's. */
export const gtmRoutineOutputHeader = /^(?:GT\.M|YottaDB) +\d\d?-[A-Z]{3}-\d{4} \d\d:\d\d:\d\d\s*$/;

interface OpenRoutine {
  readonly name: DocumentName;
  readonly line: number;
  text: string;
}

/**
 * Reads what `%RO` of GT.M and YottaDB writes (`_RO.m` and `_RI.m` of GT.M V7.0): two header lines, then of each routine its name, its lines, and an
 * empty line. One byte is one character. `%RO` has put blanks in the place of tabs and a blank into empty lines before.
 */
export async function* readGtmRoutineOutput({ path, chunks }: KitSource): AsyncGenerator<FoundDocument> {
  let current: OpenRoutine | null = null;
  for await (const [line, number] of readLines({ path, chunks }, 'iso-8859-1')) {
    if (number <= 2) {
      if (number === 2 && !gtmRoutineOutputHeader.test(line))
        throw invalidFile(path, { line: 2, column: 1 }, 'expected `GT.M`, date and time');
    } else if (line === '') {
      if (current !== null) yield foundRoutine(current);
      current = null;
    } else if (current === null) current = openRoutine(path, line, number);
    else current.text += `${line}\n`;
  }
  if (current !== null) yield foundRoutine(current);
}

/** `%RI` takes the name up to a caret. */
function openRoutine(path: string, line: string, number: number): OpenRoutine {
  const name = parseDocumentName(`${line.split('^')[0] ?? ''}.m`);
  if (name === null) {
    const message = 'expected the name of a routine: letters and digits, at most 31, and % at the beginning';
    throw invalidFile(path, { line: number, column: 1 }, message);
  }
  return { name, line: number, text: '' };
}

function foundRoutine({ name, line, text }: OpenRoutine): FoundDocument {
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  return { document: { name, bytes }, line };
}
