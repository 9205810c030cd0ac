import type { DocumentName } from '../../document/document-name.ts';
import type { FoundDocument, KitSource } from './kit-source.ts';
import { invalidFile } from './kit-source.ts';
import { peek } from './peek.ts';
import { readLines } from './read-text.ts';
import type { Routine } from './routine-text.ts';
import { isRoutineType, routineBytes, routineNameOf } from './routine-text.ts';
import { charactersOf } from './strict-decoder.ts';

/** The file's first line, such as `^MAC^comment^^~Format=Cache.S~^UTF8`. */
export const routineOutputHeader = /\^~Format=(?:Cache|IRIS)\.S~(?:\^(RAW|UTF8))?/;

interface OpenRoutine {
  readonly header: Omit<Routine, 'body'>;
  readonly name: DocumentName;
  readonly line: number;
  readonly lines: string[];
}

/**
 * Reads %RO (`.ro`, `.rtn`): two header lines, then for each routine `NAME^TYPE^mode^time^…`, its lines, an empty line.
 * An empty line of the routine itself stands as `.`. RAW files hold one character per byte.
 */
export async function* readRoutineOutput(source: KitSource): AsyncGenerator<FoundDocument> {
  const { head, chunks } = await peek(source.chunks, 1024);
  const raw = routineOutputHeader.exec(charactersOf(head))?.[1] === 'RAW';
  let current: OpenRoutine | null = null;
  for await (const [line, number] of readLines({ path: source.path, chunks }, raw ? 'iso-8859-1' : 'utf-8')) {
    if (number <= 2) checkHeader(source.path, line, number);
    else if (line === '') {
      if (current !== null) yield foundRoutine(current);
      current = null;
    } else if (current === null) current = openRoutine(source.path, line, number);
    else current.lines.push(line === '.' ? '' : line);
  }
  if (current !== null) yield foundRoutine(current);
}

function checkHeader(path: string, line: string, number: number): void {
  if (number === 1 ? routineOutputHeader.test(line) : line.startsWith('%RO')) return;
  const expected =
    number === 1
      ? 'a %RO header: ~Format=Cache.S~ of Caché and IRIS, or `GT.M`, date and time in the second line'
      : '%RO';
  throw invalidFile(path, { line: number, column: 1 }, `expected ${expected}`);
}

function openRoutine(path: string, line: string, number: number): OpenRoutine {
  const [name = '', type = '', languageMode = ''] = line.split('^');
  const routine = isRoutineType(type) && /^\d*$/.test(languageMode) && line.includes('^') ? type : null;
  const document = routine === null ? null : routineNameOf({ name, type: routine });
  if (routine === null || document === null) {
    throw invalidFile(
      path,
      { line: number, column: 1 },
      'expected `NAME^TYPE^…` of a MAC, INT or INC routine',
    );
  }
  const header = {
    name,
    type: routine,
    languageMode: languageMode || '0',
    otherParameters: [],
    afterHeader: '',
  };
  return { header, name: document, line: number, lines: [] };
}

function foundRoutine({ header, name, line, lines }: OpenRoutine): FoundDocument {
  const body = lines.map((text) => `${text}\n`).join('');
  return { document: { name, bytes: routineBytes({ ...header, body }) }, line };
}
