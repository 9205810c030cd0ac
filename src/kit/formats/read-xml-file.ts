import { readBareDocument } from './bare-document.ts';
import { readExport } from './export-envelope.ts';
import type { FoundDocument, KitSource } from './kit-source.ts';
import { invalidFile } from './kit-source.ts';
import { peek } from './peek.ts';
import { readText } from './read-text.ts';
import type { OpenRoot } from './root-reader.ts';
import { xmlEncodingOf } from './xml-encoding.ts';
import type { XmlListener, XmlParser } from './xml-parser.ts';
import { xmlParser } from './xml-parser.ts';

/** Reads an XML export, or a document that stands alone in its file, holding one document at a time. */
export async function* readXmlFile(source: KitSource): AsyncGenerator<FoundDocument> {
  const { path } = source;
  const { head, chunks } = await peek(source.chunks, 1024);
  const encoding = xmlEncodingOf(head);
  if ('wrong' in encoding) throw invalidFile(path, { line: 1, column: 1 }, encoding.wrong);
  const found: FoundDocument[] = [];
  const parser = rootParser(path, found);
  for await (const text of readText({ path, chunks }, encoding.encoding)) {
    parser.write(text);
    yield* found.splice(0);
  }
  parser.end();
  yield* found.splice(0);
}

/** A parser that chooses by the root element who reads what is below it. */
function rootParser(path: string, found: FoundDocument[]): XmlParser {
  let reader: XmlListener | null = null;
  const parser: XmlParser = xmlParser(path, {
    open: (element) => {
      if (reader !== null) reader.open(element);
      else {
        const read: OpenRoot = element.name === 'Export' ? readExport : readBareDocument;
        reader = read(element, { path, complain: parser.complain, found });
      }
    },
    text: (text) => reader?.text(text),
    comment: (text) => reader?.comment(text),
    instruction: (target, body) => reader?.instruction(target, body),
    close: (name) => reader?.close(name),
  });
  return parser;
}
