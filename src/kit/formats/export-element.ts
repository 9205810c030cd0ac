import type { Document } from '../../document/document.ts';
import type { DocumentName } from '../../document/document-name.ts';
import { parseDocumentName } from '../../document/parse-document-name.ts';
import type { XmlElement, XmlListener, XmlParser } from './xml-parser.ts';

export type Complain = XmlParser['complain'];

/** Reads one element of an export: is told all that is inside it, and gives the document when it is closed. */
export interface ElementReader extends XmlListener {
  finish(): Document;
  /** When the document was last changed on its server, as the element says ($HOROLOG); asked after `finish`. */
  changed?(): string | null;
}

/** Begins to read an element of one kind. */
export type OpenElement = (element: XmlElement, complain: Complain) => ElementReader;

/** The document name that an attribute and an extension make. */
export function nameOf(text: string, complain: Complain): DocumentName {
  return (
    parseDocumentName(text) ?? complain(`${JSON.stringify(text.slice(0, 120))} is no name of a document`)
  );
}

export function requiredAttribute(
  { name, attributes }: XmlElement,
  wanted: string,
  complain: Complain,
): string {
  return attributes[wanted] ?? complain(`<${name}> has no attribute ${wanted}`);
}

/** The attributes but these; undefined where none is left. */
export function attributesBut(
  { attributes }: XmlElement,
  dropped: readonly string[],
): Readonly<Record<string, string>> | undefined {
  const kept = Object.entries(attributes).filter(([name]) => !dropped.includes(name));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** A document, with attributes where there are any. */
export function documentOf(
  name: DocumentName,
  bytes: Uint8Array,
  attributes?: Readonly<Record<string, string>>,
): Document {
  return attributes === undefined ? { name, bytes } : { name, bytes, attributes };
}

/** Reads an element that holds text and nothing else. */
export function textElement(complain: Complain, finish: (text: string) => Document): ElementReader {
  const pieces: string[] = [];
  return {
    open: ({ name }) => complain(`<${name}> where only text is expected`),
    text: (text) => {
      pieces.push(text);
    },
    comment: () => undefined,
    instruction: () => undefined,
    close: () => undefined,
    finish: () => finish(pieces.join('')),
  };
}
