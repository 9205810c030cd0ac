import { parseDocumentName } from '../../document/parse-document-name.ts';
import type { FoundDocument, KitSource } from './kit-source.ts';
import { invalidFile } from './kit-source.ts';
import { readLines } from './read-text.ts';
import { isRoutineType, readRoutineText, routineBytes, routineNameOf } from './routine-text.ts';

/** Reads a `.cls` file in UDL (always UTF-8): the text with LF newlines, ended by one. The class line names it. */
export async function* readUdlClass(source: KitSource): AsyncGenerator<FoundDocument> {
  const { text, classLine } = await readUdlText(source);
  const name = /^Class[ \t]+([^\s(]+)/i.exec(classLine?.line ?? '')?.[1];
  if (name === undefined)
    throw invalidFile(source.path, { line: 1, column: 1 }, 'no line begins with `Class`');
  const document = parseDocumentName(`${name}.cls`);
  if (document === null) {
    throw invalidFile(source.path, { line: classLine?.number ?? 1, column: 1 }, `${name} is no class name`);
  }
  yield { document: { name: document, bytes: new TextEncoder().encode(text) }, line: 1 };
}

/**
 * Reads a `.mac`, `.int` or `.inc` file (always UTF-8), which begins with `ROUTINE name [Type=MAC]`; one without that line is named by the
 * file, as editors save them.
 */
export async function* readUdlRoutine(source: KitSource): AsyncGenerator<FoundDocument> {
  const { text } = await readUdlText(source);
  const file = source.path.slice(source.path.lastIndexOf('/') + 1);
  const [base, extension] = [file.slice(0, file.lastIndexOf('.')), file.slice(file.lastIndexOf('.') + 1)];
  const type = extension.toUpperCase();
  const said = isRoutineType(type) ? type : null;
  const headed = said === null || /^ROUTINE[ \t]/i.test(text);
  const routine = readRoutineText(headed ? text : `ROUTINE ${base} [Type=${said}]\n${text}`, said);
  const complaint = (message: string): Error => invalidFile(source.path, { line: 1, column: 1 }, message);
  if ('wrong' in routine) throw complaint(routine.wrong);
  if (said !== null && routine.type !== said) {
    throw complaint(`type ${routine.type} in a file that is named .${extension.toLowerCase()}`);
  }
  const name = routineNameOf(routine);
  if (name === null) throw complaint(`${routine.name} is no routine name`);
  yield { document: { name, bytes: routineBytes(routine) }, line: 1 };
}

interface UdlText {
  readonly text: string;
  readonly classLine: { readonly line: string; readonly number: number } | null;
}

/** The whole text with LF after each line, and its first line that begins a class. */
async function readUdlText(source: KitSource): Promise<UdlText> {
  const lines: string[] = [];
  let classLine: UdlText['classLine'] = null;
  for await (const [line, number] of readLines(source, 'utf-8')) {
    lines.push(line);
    if (classLine === null && /^Class[ \t]/i.test(line)) classLine = { line, number };
  }
  return { text: lines.map((line) => `${line}\n`).join(''), classLine };
}
