import type { Document } from '../../document/document.ts';
import type { Complain, ElementReader } from './export-element.ts';
import { attributesBut, documentOf, nameOf, requiredAttribute, textElement } from './export-element.ts';
import { notWritable } from './not-writable.ts';
import type { Routine } from './routine-text.ts';
import { isRoutineType, routineBytes, routineOf, withLineFeeds } from './routine-text.ts';
import { readWholeElement } from './xml-element.ts';
import type { XmlElement } from './xml-parser.ts';
import { isXmlText, writeAttributes, writeXmlCode } from './xml-text.ts';

/** Reads `<Routine>`: UDL text without the time stamp. A type that is no M source (BAS, OBJ …) is kept as XML. */
export function readRoutineElement(element: XmlElement, complain: Complain): ElementReader {
  const name = requiredAttribute(element, 'name', complain);
  const type = requiredAttribute(element, 'type', complain).toUpperCase();
  const document = nameOf(`${name}.${type}`, complain);
  if (!isRoutineType(type))
    return readWholeElement(element, document, { layout: 'keep', dropped: ['timestamp'] });
  const languageMode = element.attributes['languagemode'] ?? '0';
  const others = attributesBut(element, ['name', 'type', 'languagemode', 'timestamp']);
  return textElement(complain, (text) => {
    const body = withLineFeeds(text).replace(/^\n/, '');
    const header = { name, type, languageMode, otherParameters: [], afterHeader: '' };
    return documentOf(document, routineBytes({ ...header, body }), others);
  });
}

/** `<Routine>` of a MAC, INT or INC document; Failure NOT_WRITABLE for what XML cannot hold. */
export function writeRoutineElement(document: Document): Uint8Array {
  const routine = routineOf(document.bytes);
  const why = whyNotXml(routine);
  if (why !== null) throw notWritable(document, 'an XML export', why);
  const { name, type, languageMode, body } = routine;
  const attributes = writeAttributes({
    ...document.attributes,
    name,
    type,
    ...(languageMode === '0' ? {} : { languagemode: languageMode }),
  });
  return new TextEncoder().encode(`<Routine${attributes}>${writeXmlCode(`\n${body}`)}</Routine>\n`);
}

function whyNotXml({ otherParameters, afterHeader, body }: Routine): string | null {
  if (otherParameters.length > 0 || afterHeader !== '')
    return 'its header says more than name, type and mode';
  return isXmlText(body) ? null : 'it holds control characters';
}
