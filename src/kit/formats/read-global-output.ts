import { documentName } from '../../document/document-name.ts';
import type { GlobalBuilder } from '../../document/global-builder.ts';
import { globalBuilder } from '../../document/global-builder.ts';
import type { GlobalReference } from '../../document/global-reference.ts';
import { compareParsedReferences, parseReference } from '../../document/global-reference.ts';
import type { FoundDocument, KitSource } from './kit-source.ts';
import { invalidFile } from './kit-source.ts';
import { readText } from './read-text.ts';

interface OpenGlobal {
  readonly name: string;
  readonly line: number;
  readonly nodes: GlobalBuilder;
}

/**
 * Reads GT.M's GO format: two header lines, then a reference and its raw value in turn, in M collation. The format cannot
 * hold a value with a newline; a file in which one may have been cut is refused, since its values cannot be told apart.
 */
export async function* readGlobalOutput(source: KitSource): AsyncGenerator<FoundDocument> {
  let current: OpenGlobal | null = null;
  let last: GlobalReference | null = null;
  let reference: GlobalReference | null = null;
  for await (const [line, number] of rawLines(source)) {
    const refuse = (message: string): Error => invalidFile(source.path, { line: number, column: 1 }, message);
    if (line.includes('\r')) throw refuse(`a carriage return, which ${cannotHold}`);
    if (number <= 2) continue;
    if (reference === null) {
      if (line === '') continue;
      reference = parseReference(line);
      if (reference === null) throw refuse(`expected a reference; a value with a newline ${cannotHold}`);
      if (last !== null && last.name === reference.name && compareParsedReferences(last, reference) >= 0)
        throw refuse(`a reference out of order; a value with a newline ${cannotHold}`);
      continue;
    }
    if (current !== null && current.name !== reference.name) {
      yield foundGlobal(current);
      current = null;
    }
    current ??= { name: reference.name, line: number - 1, nodes: globalBuilder() };
    current.nodes.add(reference, line);
    [last, reference] = [reference, null];
  }
  if (reference !== null) throw invalidFile(source.path, { line: 0, column: 0 }, 'the last value is missing');
  if (current !== null) yield foundGlobal(current);
}

const cannotHold = 'GO cannot hold: export as ZWR';

/** Lines without their LF; a CR stays. Bytes are characters. */
async function* rawLines(source: KitSource): AsyncGenerator<[line: string, number: number]> {
  let rest = '';
  let number = 0;
  for await (const text of readText(source, 'iso-8859-1')) {
    const pieces = (rest + text).split('\n');
    rest = pieces.pop() ?? '';
    for (const piece of pieces) yield [piece, (number += 1)];
  }
  if (rest !== '') yield [rest, number + 1];
}

function foundGlobal({ name, line, nodes }: OpenGlobal): FoundDocument {
  return { document: { name: documentName(name), bytes: nodes.finish() }, line };
}
