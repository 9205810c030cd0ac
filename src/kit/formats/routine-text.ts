import type { DocumentName } from '../../document/document-name.ts';
import { parseDocumentName } from '../../document/parse-document-name.ts';

/** A routine or include file taken apart. */
export interface Routine {
  /** Without extension. */
  readonly name: string;
  readonly type: RoutineType;
  /** `0` is the default and not written. */
  readonly languageMode: string;
  /** What else stands in the header: parameters in brackets, then what follows these. */
  readonly otherParameters: readonly string[];
  readonly afterHeader: string;
  /** Lines with LF after each, the last one too. */
  readonly body: string;
}

export type RoutineType = 'MAC' | 'INT' | 'INC';

export function isRoutineType(text: string): text is RoutineType {
  return text === 'MAC' || text === 'INT' || text === 'INC';
}

/** The document name of a routine; null where it has none. */
export function routineNameOf({ name, type }: Pick<Routine, 'name' | 'type'>): DocumentName | null {
  return parseDocumentName(`${name}.${type}`);
}

/** The canonical text: `ROUTINE name [Type=MAC]`, then the lines. */
function writeRoutineText(routine: Routine): string {
  const { name, type, languageMode, otherParameters, afterHeader, body } = routine;
  const mode = languageMode === '0' ? [] : [`LanguageMode=${languageMode}`];
  const parameters = [`Type=${type}`, ...mode, ...otherParameters].join(',');
  return `ROUTINE ${name} [${parameters}]${afterHeader}\n${endedByNewline(body)}`;
}

/**
 * Reads UDL text. A header without a type means `defaultType`. A reason where the first line is no header, or says
 * twice what can be said once.
 */
export function readRoutineText(text: string, defaultType: RoutineType | null): Routine | { wrong: string } {
  const end = text.indexOf('\n');
  const header = end < 0 ? text : text.slice(0, end);
  const match = /^ROUTINE[ \t]+(\S+?)[ \t]*(?:\[([^\]]*)\](.*))?$/i.exec(header);
  if (match === null) return { wrong: 'expected `ROUTINE name [Type=MAC]` in the first line' };
  const parameters = (match[2] ?? '').split(',').map((parameter) => parameter.trim());
  const values = (key: string): string[] =>
    parameters.flatMap((parameter) => new RegExp(`^${key}\\s*=\\s*(.*)$`, 'i').exec(parameter)?.[1] ?? []);
  const [types, modes] = [values('Type'), values('LanguageMode')];
  if (types.length > 1 || modes.length > 1) return { wrong: 'Type or LanguageMode given twice' };
  const type = types[0]?.toUpperCase() ?? defaultType ?? 'MAC';
  if (!isRoutineType(type)) return { wrong: `routine type ${type}, expected MAC, INT or INC` };
  return {
    name: match[1] ?? '',
    type,
    languageMode: modes[0] ?? '0',
    otherParameters: parameters.filter((parameter) => !/^(Type|LanguageMode)\s*=|^$/i.test(parameter)),
    afterHeader: (match[3] ?? '').trimEnd(),
    body: endedByNewline(end < 0 ? '' : text.slice(end + 1)),
  };
}

/** Takes the canonical bytes of a routine document apart. */
export function routineOf(bytes: Uint8Array): Routine {
  const routine = readRoutineText(new TextDecoder().decode(bytes), null);
  if ('wrong' in routine) throw new Error(`not canonical: ${routine.wrong}`);
  return routine;
}

/** The canonical bytes. */
export function routineBytes(routine: Routine): Uint8Array {
  return new TextEncoder().encode(writeRoutineText(routine));
}

/** LF for CRLF. */
export function withLineFeeds(text: string): string {
  return text.replace(/\r+\n/g, '\n');
}

function endedByNewline(body: string): string {
  return body === '' || body.endsWith('\n') ? body : `${body}\n`;
}
