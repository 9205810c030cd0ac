import { documentName } from '../../document/document-name.ts';
import type { GlobalBuilder } from '../../document/global-builder.ts';
import { globalBuilder } from '../../document/global-builder.ts';
import { readNode } from '../../document/global.ts';
import type { FoundDocument, KitSource } from './kit-source.ts';
import { invalidFile } from './kit-source.ts';
import { peek } from './peek.ts';
import { readLines } from './read-text.ts';
import { charactersOf } from './strict-decoder.ts';

interface OpenGlobal {
  readonly name: string;
  readonly line: number;
  readonly nodes: GlobalBuilder;
}

/**
 * Reads GT.M ZWR, also as VistA keeps it: two header lines, the second with `ZWR` in it, then a node per line. Each
 * global is a document and must stand together. Bytes are characters, unless the header says UTF-8.
 */
export async function* readZwr(source: KitSource): AsyncGenerator<FoundDocument> {
  const { head, chunks } = await peek(source.chunks, 1024);
  const [first = ''] = charactersOf(head).split('\n');
  const encoding = /\bUTF-8\b/.test(first) ? 'utf-8' : 'iso-8859-1';
  let current: OpenGlobal | null = null;
  for await (const [line, number] of readLines({ path: source.path, chunks }, encoding)) {
    if (number <= 2) {
      if (number === 2) checkHeader(source.path, line);
      continue;
    }
    if (line === '') continue;
    const node = readNode(line);
    if (node === null) throw invalidFile(source.path, { line: number, column: 1 }, 'this is no node in ZWR');
    const { name } = node.reference;
    if (current !== null && current.name !== name) {
      yield foundGlobal(current);
      current = null;
    }
    current ??= { name, line: number, nodes: globalBuilder() };
    if (!current.nodes.add(node.reference, node.value)) {
      throw invalidFile(source.path, { line: number, column: 1 }, 'a node is given twice');
    }
  }
  if (current !== null) yield foundGlobal(current);
}

function checkHeader(path: string, line: string): void {
  if (!/\bZWR\b/.test(line))
    throw invalidFile(path, { line: 2, column: 1 }, 'expected `ZWR` in the second line');
}

function foundGlobal({ name, line, nodes }: OpenGlobal): FoundDocument {
  return { document: { name: documentName(name), bytes: nodes.finish() }, line };
}
