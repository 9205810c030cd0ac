import { kindOf } from '../../document/document-name.ts';
import { nameOf } from './export-element.ts';
import type { XmlFile } from './root-reader.ts';
import { readWholeElement } from './xml-element.ts';
import type { XmlElement, XmlListener } from './xml-parser.ts';

/** The root elements of documents that circulate alone in a file, by the file's extension; null: any. */
const roots: Readonly<Record<string, readonly string[] | null>> = {
  hl7: ['Category'],
  x12: ['Category'],
  astm: ['Category'],
  edi: ['Category'],
  lut: ['lookupTable'],
  dfi: null,
};

/** Reads a schema, lookup table or dashboard that stands alone: its name is the file's. */
export function readBareDocument(root: XmlElement, { path, complain, found }: XmlFile): XmlListener {
  const file = path.slice(path.lastIndexOf('/') + 1);
  const extension = file.slice(file.lastIndexOf('.') + 1).toLowerCase();
  const wanted = roots[extension];
  if (wanted === undefined) complain(`the root element is <${root.name}>; an export has <Export>`);
  if (wanted && !wanted.includes(root.name)) {
    complain(
      `the root element is <${root.name}>; a .${extension} file has <Export> or <${wanted.join('> or <')}>`,
    );
  }
  const name = nameOf(file, complain);
  if (kindOf(name) !== 'other') complain(`${name} is no name of a document that stands alone in XML`);
  const reader = readWholeElement(root, name, { layout: 'keep', dropped: [] });
  let depth = 1;
  return {
    ...reader,
    open: (element) => {
      depth += 1;
      reader.open(element);
    },
    close: (closed) => {
      depth -= 1;
      if (depth > 0) reader.close(closed);
      else found.push({ document: reader.finish(), line: root.line });
    },
  };
}
