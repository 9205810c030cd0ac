import type { Document } from '../../document/document.ts';
import type { Complain, ElementReader } from './export-element.ts';
import { nameOf, requiredAttribute } from './export-element.ts';
import { readWholeElement } from './xml-element.ts';
import type { XmlElement } from './xml-parser.ts';

/** Reads `<Project>`: its canonical XML without `LastModified`, whatever the layout is. */
export function readProjectElement(element: XmlElement, complain: Complain): ElementReader {
  const name = nameOf(`${requiredAttribute(element, 'name', complain)}.prj`, complain);
  return readWholeElement(element, name, { layout: 'tidy', dropped: ['LastModified'] });
}

export function writeProjectElement({ bytes }: Document): Uint8Array {
  return bytes;
}
