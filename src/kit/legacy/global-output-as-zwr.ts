import { globalBuilder } from '../../document/global-builder.ts';
import type { GlobalReference } from '../../document/global-reference.ts';
import { compareParsedReferences, parseReference } from '../../document/global-reference.ts';
import type { FilePlace } from '../formats/kit-source.ts';
import { invalidFile } from '../formats/kit-source.ts';

/**
 * The globals of a text that %GO of Caché and Ensemble wrote (`~Format=5.S~`: two header lines, then a reference and its value in turn) as a ZWR
 * file. The format cannot hold a value with a newline: Failure INVALID_FILE where one may have been cut, or a reference is none or not above the one before.
 */
export function globalOutputAsZwr(path: string, text: string): Uint8Array {
  const lines = linesOf(path, text);
  const globals = new Map<string, ReturnType<typeof globalBuilder>>();
  let last: GlobalReference | null = null;
  let at = 2;
  for (; at + 1 < lines.length && lines[at] !== ''; at += 2) {
    const reference = parseReference(lines[at] ?? '');
    const refuse = (why: string): Error => invalidFile(path, lineOf(at), why);
    if (reference === null) throw refuse(`expected a reference; ${cannotHold}`);
    if (last !== null && last.name === reference.name && compareParsedReferences(last, reference) >= 0)
      throw refuse(`a reference out of order; ${cannotHold}`);
    const global = globals.get(reference.name) ?? globalBuilder();
    globals.set(reference.name, global);
    if (!global.add(reference, lines[at + 1] ?? '')) throw refuse('a node is given twice');
    last = reference;
  }
  const more = lines.findIndex((line, index) => index >= at && line !== '' && line !== '*' && line !== '**');
  if (more >= 0) throw invalidFile(path, lineOf(more), `text behind the last value; ${cannotHold}`);
  if (globals.size === 0) throw invalidFile(path, lineOf(2), 'there is no node in it');
  const nodes = [...globals.values()].map((global) => new TextDecoder().decode(global.finish()));
  return new TextEncoder().encode(`written anew from %GO\nZWR\n${nodes.join('')}`);
}

/** A value may end in a carriage return or hold one: what ends the first line ends all. */
function linesOf(path: string, text: string): readonly string[] {
  const [first = ''] = text.split('\n', 1);
  const lines = text.split(first.endsWith('\r') ? '\r\n' : '\n');
  const cut = lines.findIndex((line) => line.includes('\n'));
  if (cut >= 0)
    throw invalidFile(path, lineOf(cut), `a line that ends otherwise than the first; ${cannotHold}`);
  return lines;
}

const cannotHold = '%GO cannot hold a value with a newline: export it as XML';

function lineOf(index: number): FilePlace {
  return { line: index + 1, column: 1 };
}
