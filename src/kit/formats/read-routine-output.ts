import type { DocumentName } from '../../document/document-name.ts';
import type { FoundDocument, KitSource } from './kit-source.ts';
import { invalidFile } from './kit-source.ts';
import { peek } from './peek.ts';
import { readLines } from './read-text.ts';
import type { Routine } from './routine-text.ts';
import { isRoutineType, routineBytes, routineNameOf } from './routine-text.ts';
import { charactersOf } from './strict-decoder.ts';

/** The file's first line, such as `^MAC^comment^^~Format=Cache.S~^UTF8` or `Cache for Windows^INT^comment^~Format=Cache.S~`. */
const firstLine = /~Format=[A-Za-z]+\.S~(?:\^(RAW|UTF8))?/;

/** True for the first two lines of a file that `%RO` of Caché or IRIS wrote; old ones say no format in the first. */
export function isRoutineOutput(first: string, second: string): boolean {
  return firstLine.test(first) || (/^%RO\b/.test(second) && !/~Format=/.test(first));
}

interface OpenRoutine {
  readonly header: Omit<Routine, 'body'>;
  readonly name: DocumentName;
  readonly line: number;
  readonly lines: string[];
}

/**
 * Reads %RO (`.ro`, `.rtn`): two header lines, then for each routine `NAME^TYPE^mode^time^…` (in old files `NAME.TYPE.1.time`), its lines, an empty line.
 * An empty line of the routine itself stands as `.`. RAW files hold one character per byte; a file that does not say so is read as UTF-8, and
 * a routine in it that is no UTF-8 like one of a RAW file, as servers without Unicode wrote them.
 */
export async function* readRoutineOutput(source: KitSource): AsyncGenerator<FoundDocument> {
  const { head, chunks } = await peek(source.chunks, 1024);
  const [first = '', second = ''] = charactersOf(head).split(/\r?\n/);
  if (!isRoutineOutput(first, second)) throw invalidFile(source.path, { line: 1, column: 1 }, headerWanted);
  const said = firstLine.exec(first)?.[1];
  const decoded = said === undefined ? asWritten : (text: string): string => text;
  let current: OpenRoutine | null = null;
  const lines = readLines({ path: source.path, chunks }, said === 'UTF8' ? 'utf-8' : 'iso-8859-1');
  for await (const [line, number] of lines) {
    if (number === 1) continue;
    if (number === 2) {
      if (!line.startsWith('%RO')) throw invalidFile(source.path, { line: 2, column: 1 }, 'expected %RO');
    } else if (line === '') {
      if (current !== null) yield foundRoutine(current, decoded);
      current = null;
    } else if (current === null) current = openRoutine(source.path, decoded(line), number);
    else current.lines.push(line === '.' ? '' : line);
  }
  if (current !== null) yield foundRoutine(current, decoded);
}

const headerWanted =
  'expected a %RO header: ~Format=Cache.S~ of Caché and IRIS, or %RO at the beginning of the second line, or `GT.M`, date and time there';

/** Bytes, each as one character, as text: UTF-8 where they are, else as they are. */
function asWritten(bytes: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(bytes, 'latin1'));
  } catch {
    return bytes;
  }
}

function openRoutine(path: string, line: string, number: number): OpenRoutine {
  const old = /^(.+)\.(MAC|INT|INC)\.(\d*)\.\d+,[\d.]+$/.exec(line);
  const [name = '', type = '', languageMode = ''] = old === null ? line.split('^') : old.slice(1);
  const routine = isRoutineType(type) && /^\d*$/.test(languageMode) ? type : null;
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
    languageMode: old === null ? languageMode || '0' : '0',
    otherParameters: [],
    afterHeader: '',
  };
  return { header, name: document, line: number, lines: [] };
}

function foundRoutine(
  { header, name, line, lines }: OpenRoutine,
  decoded: (text: string) => string,
): FoundDocument {
  const body = decoded(lines.map((text) => `${text}\n`).join(''));
  return { document: { name, bytes: routineBytes({ ...header, body }) }, line };
}
