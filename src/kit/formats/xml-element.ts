import type { DocumentName } from '../../document/document-name.ts';
import type { Layout } from './canonical-xml.ts';
import { canonicalXml } from './canonical-xml.ts';
import type { ElementReader } from './export-element.ts';
import { attributesBut, documentOf } from './export-element.ts';
import type { XmlElement } from './xml-parser.ts';

/** Reads an element as a document that is its whole canonical XML, less these attributes of the element itself. */
export function readWholeElement(
  element: XmlElement,
  name: DocumentName,
  { layout, dropped }: { readonly layout: Layout; readonly dropped: readonly string[] },
): ElementReader {
  const xml = canonicalXml(layout);
  xml.open({ name: element.name, attributes: attributesBut(element, dropped) ?? {} });
  return {
    ...xml,
    finish: () => {
      xml.close();
      return documentOf(name, xml.finish());
    },
  };
}
