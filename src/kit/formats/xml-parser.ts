import { SaxesParser } from 'saxes';
import type { FilePlace } from './kit-source.ts';
import { invalidFile } from './kit-source.ts';

/** An element as its start tag tells it. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** 1-based line of its start tag. */
  readonly line: number;
}

/** What a reader is told of an XML file, in the file's order. Newlines are LF. */
export interface XmlListener {
  open(element: XmlElement): void;
  /** Escaped text and CDATA sections alike; adjacent ones are told one by one. */
  text(text: string): void;
  comment(text: string): void;
  instruction(target: string, body: string): void;
  close(name: string): void;
}

export interface XmlParser {
  write(text: string): void;
  /** To be called once after the last piece. */
  end(): void;
  /** Throws Failure INVALID_FILE at the place that was read last. */
  readonly complain: (message: string) => never;
}

/** Elements may be nested this deep: a node needs as many as it has subscripts (IRIS: at most 253), and four more. */
const deepest = 260;
/** A root element must begin within so many characters. */
const longestProlog = 65_536;

/**
 * A parser of XML 1.0 that refuses, with line and column: what is not well-formed, document types (and with them all
 * entities that are not built in), more than 260 nested elements.
 */
export function xmlParser(path: string, listener: XmlListener): XmlParser {
  const parser = new SaxesParser({ xmlns: false });
  let depth = 0;
  let startLine = 1;
  let [rootSeen, read] = [false, 0];
  const place = (): FilePlace => ({ line: parser.line, column: parser.columnIndex + 1 });
  const complain = (message: string): never => {
    throw invalidFile(path, place(), message);
  };

  parser.on('error', (error) => complain(error.message.replace(/^(?:.*?:)?\d+:\d+: /, '')));
  parser.on('doctype', () => complain('a document type declaration, which no export has'));
  parser.on('xmldecl', ({ version }) => {
    if (version !== '1.0') complain(`XML version ${version ?? ''}, expected 1.0`);
  });
  parser.on('opentagstart', () => {
    startLine = parser.line;
  });
  parser.on('opentag', ({ name, attributes }) => {
    rootSeen = true;
    depth += 1;
    if (depth > deepest) complain(`elements nested more than ${deepest} deep`);
    listener.open({ name, attributes, line: startLine });
  });
  parser.on('closetag', ({ name }) => {
    depth -= 1;
    listener.close(name);
  });
  parser.on('text', (text) => {
    if (depth > 0) listener.text(text);
  });
  parser.on('cdata', (text) => {
    listener.text(text);
  });
  parser.on('comment', (text) => {
    if (depth > 0) listener.comment(text);
  });
  parser.on('processinginstruction', ({ target, body }) => {
    if (depth > 0) listener.instruction(target, body);
  });

  return {
    write: (text) => {
      parser.write(text);
      read += text.length;
      if (!rootSeen && read > longestProlog) complain('no element within the first 65,536 characters');
    },
    end: () => {
      parser.close();
    },
    complain,
  };
}
