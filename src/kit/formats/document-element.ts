import type { Document } from '../../document/document.ts';
import { kindOf } from '../../document/document-name.ts';
import { canonicalXml } from './canonical-xml.ts';
import type { Complain, ElementReader } from './export-element.ts';
import { attributesBut, documentOf, nameOf, requiredAttribute } from './export-element.ts';
import type { XmlElement } from './xml-parser.ts';
import { writeAttributes } from './xml-text.ts';

/** Reads `<Document>`: the canonical XML of what is inside it, with every blank inside that. */
export function readDocumentElement(element: XmlElement, complain: Complain): ElementReader {
  const name = nameOf(requiredAttribute(element, 'name', complain), complain);
  if (kindOf(name) !== 'other')
    complain(`${name} inside <Document>, which is for schemas, tables and the like`);
  const attributes = attributesBut(element, ['name']);
  const xml = canonicalXml('keep');
  return { ...xml, finish: () => documentOf(name, xml.finish(), attributes) };
}

/** `<Document>` around the canonical XML; a routine of a type that is kept as XML stands for itself. */
export function writeDocumentElement({ name, bytes, attributes }: Document): Uint8Array {
  const content = new TextDecoder().decode(bytes);
  if (/^<Routine[ >]/.test(content)) return bytes;
  const newline = /^<(?!!\[CDATA\[)/.test(content) ? '\n' : '';
  const start = `<Document${writeAttributes({ ...attributes, name })}>`;
  return new TextEncoder().encode(`${start}${newline}${content}</Document>\n`);
}
