import type { Document } from '../../document/document.ts';
import { kindOf } from '../../document/document-name.ts';
import { canonicalXml } from './canonical-xml.ts';
import type { Complain, ElementReader } from './export-element.ts';
import { documentOf, nameOf, requiredAttribute } from './export-element.ts';
import { notWritable } from './not-writable.ts';
import type { XmlElement } from './xml-parser.ts';

/** What the server sets by itself at each save; not part of the canonical bytes. */
const volatile = ['TimeChanged', 'TimeCreated'];

/** Reads `<Class>`: its canonical XML, without the times that change by themselves and whatever the layout is. */
export function readClassElement(element: XmlElement, complain: Complain): ElementReader {
  const name = nameOf(`${requiredAttribute(element, 'name', complain)}.cls`, complain);
  const xml = canonicalXml('tidy');
  xml.open(element);
  let depth = 1;
  let dropped = 0;
  let changed: string | null = null;
  let isTime = false;
  const kept = (tell: () => void): void => {
    if (dropped === 0) tell();
  };
  return {
    open: (child) => {
      if (dropped > 0 || (depth === 1 && volatile.includes(child.name))) dropped += 1;
      isTime = depth === 1 && child.name === 'TimeChanged';
      kept(() => {
        xml.open(child);
      });
      depth += 1;
    },
    text: (text) => {
      if (isTime) changed = `${changed ?? ''}${text}`;
      kept(() => {
        xml.text(text);
      });
    },
    comment: (text) => {
      kept(() => {
        xml.comment(text);
      });
    },
    instruction: (target, body) => {
      kept(() => {
        xml.instruction(target, body);
      });
    },
    close: () => {
      isTime = false;
      kept(() => {
        xml.close();
      });
      depth -= 1;
      dropped = Math.max(0, dropped - 1);
    },
    finish: () => {
      xml.close();
      return documentOf(name, xml.finish());
    },
    changed: () => (changed !== null && /^\d{1,7},\d{1,5}(\.\d{1,9})?$/.test(changed) ? changed : null),
  };
}

/** The class's element as it stands in its canonical bytes; Failure NOT_WRITABLE where these are UDL. */
export function writeClassElement(document: Document): Uint8Array {
  if (document.bytes[0] === 0x3c && kindOf(document.name) === 'class') return document.bytes;
  throw notWritable(
    document,
    'an XML export',
    'it is kept as UDL, and only a server turns one into the other',
  );
}
