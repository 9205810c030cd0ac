import type { FoundDocument } from './kit-source.ts';
import type { XmlElement, XmlListener, XmlParser } from './xml-parser.ts';

/** What a root's reader needs to know of the file. The documents that it has finished go to `found`. */
export interface XmlFile {
  readonly path: string;
  readonly complain: XmlParser['complain'];
  readonly found: FoundDocument[];
}

/** Begins to read what is below a root element; its own end is told too. */
export type OpenRoot = (root: XmlElement, file: XmlFile) => XmlListener;
