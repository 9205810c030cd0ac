import type { Document } from '../../document/document.ts';
import type { GlobalReference } from '../../document/global-reference.ts';
import { parseReference, readGlobal } from '../../document/global.ts';
import { writeBase64 } from './base64.ts';
import { notWritable } from './not-writable.ts';
import { escapeXml, isXmlText } from './xml-text.ts';

/**
 * `<Global>` with its nodes nested by subscript. Text with control characters stands in base64, as a server writes it;
 * Failure NOT_WRITABLE for text with both control and wide characters, which XML exports cannot hold.
 */
export function writeGlobalElement(document: Document): Uint8Array {
  const parts: string[] = [];
  const path = [referenceOf(document.name).name];
  parts.push(`<Global>\n<Node>${subscriptElement(document, path[0] ?? '')}\n`);
  const closeTo = (depth: number): void => {
    while (path.length > depth) {
      path.pop();
      parts.push('</Node>\n');
    }
  };
  for (const { reference, value } of readGlobal(document.bytes, document.name)) {
    const wanted = levelsOf(referenceOf(reference));
    const shared = path.findIndex((level, index) => level !== wanted[index]);
    closeTo(shared < 0 ? path.length : shared);
    for (const level of wanted.slice(path.length)) {
      path.push(level);
      parts.push(`<Node>${subscriptElement(document, level)}\n`);
    }
    parts.push(`${textElement(document, 'Data', value)}\n`);
  }
  closeTo(0);
  return new TextEncoder().encode(`${parts.join('')}</Global>\n`);
}

function levelsOf({ name, subscripts }: GlobalReference): readonly string[] {
  return [name, ...subscripts];
}

function subscriptElement(document: Document, text: string): string {
  return textElement(document, 'Sub', text);
}

function textElement(document: Document, name: 'Sub' | 'Data', text: string): string {
  if (!/\p{Cc}/u.test(text) && isXmlText(text)) return `<${name}>${escapeXml(text)}</${name}>`;
  if (/[\u0100-\uffff]/.test(text)) {
    throw notWritable(
      document,
      'an XML export',
      'one of its texts holds both control and wide characters; use ZWR',
    );
  }
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  return `<${name}Base64>${writeBase64(bytes).trimEnd()}\n</${name}Base64>`;
}

function referenceOf(text: string): GlobalReference {
  const reference = parseReference(text);
  if (reference === null) throw new Error(`not a global reference: ${text}`);
  return reference;
}
