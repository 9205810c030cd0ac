import type { Document } from '../../document/document.ts';
import type { DocumentName } from '../../document/document-name.ts';
import { readBase64, writeBase64 } from './base64.ts';
import type { Complain, ElementReader } from './export-element.ts';
import { attributesBut, documentOf, nameOf, requiredAttribute, textElement } from './export-element.ts';
import { withLineFeeds } from './routine-text.ts';
import type { XmlElement } from './xml-parser.ts';
import { isXmlText, writeAttributes, writeXmlCode } from './xml-text.ts';

/** Attribute of a page's document that says that its export held it in base64. */
const base64Mark = 'base64';

/** Reads `<CSP>`: text of any kind, with a newline before it that does not belong to it. */
export function readPageElement(element: XmlElement, complain: Complain): ElementReader {
  const name = pageName(element, complain);
  const attributes = attributesBut(element, ['name']);
  return textElement(complain, (text) => {
    const bytes = new TextEncoder().encode(withLineFeeds(text).replace(/^\n/, ''));
    return documentOf(name, bytes, attributes);
  });
}

/** Reads `<CSPBase64>`: bytes as they are, in a CDATA section or not. */
export function readBinaryPageElement(element: XmlElement, complain: Complain): ElementReader {
  const name = pageName(element, complain);
  const attributes = { ...attributesBut(element, ['name']), [base64Mark]: '1' };
  return textElement(complain, (text) => documentOf(name, readBase64(text, complain), attributes));
}

function pageName(element: XmlElement, complain: Complain): DocumentName {
  const application = requiredAttribute(element, 'application', complain).replace(/^\/|\/$/g, '');
  const page = requiredAttribute(element, 'name', complain).replace(/^\//, '');
  return nameOf(application === '' ? `/${page}` : `/${application}/${page}`, complain);
}

/** `<CSP>`, or `<CSPBase64>` for what came so or cannot stand in XML as text. */
export function writePageElement({ name, bytes, attributes = {} }: Document): Uint8Array {
  const { [base64Mark]: mark, ...others } = attributes;
  const application = applicationOf(name, others['application']);
  const page = name.slice(application.replace(/\/$/, '').length + 1);
  const start = writeAttributes({ ...others, application: others['application'] ?? application, name: page });
  const text = mark === undefined ? textOf(bytes) : null;
  const element =
    text === null
      ? `<CSPBase64${start}>\n${writeBase64(bytes)}</CSPBase64>\n`
      : `<CSP${start}>${writeXmlCode(`\n${text}`)}</CSP>\n`;
  return new TextEncoder().encode(element);
}

/** The application as it begins the name: the one that the export named, else the name's folder. */
function applicationOf(name: DocumentName, said: string | undefined): string {
  if (said !== undefined) {
    const trimmed = said.replace(/^\/|\/$/g, '');
    return trimmed === '' ? '/' : `/${trimmed}/`;
  }
  return name.slice(0, name.lastIndexOf('/') + 1);
}

/** The text that the bytes are, if XML gives exactly it back. */
function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return isXmlText(text) && !text.includes('\r') ? text : null;
  } catch {
    return null;
  }
}
