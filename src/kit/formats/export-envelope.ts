import { readClassElement } from './class-element.ts';
import { readDocumentElement } from './document-element.ts';
import type { ElementReader, OpenElement } from './export-element.ts';
import { readGlobalElement } from './global-element.ts';
import { readBinaryPageElement, readPageElement } from './page-element.ts';
import { readProjectElement } from './project-element.ts';
import type { XmlFile } from './root-reader.ts';
import { readRoutineElement } from './routine-element.ts';
import type { XmlElement, XmlListener } from './xml-parser.ts';

/** Who reads which child of `<Export>`. */
const readers: ReadonlyMap<string, OpenElement> = new Map<string, OpenElement>([
  ['Class', readClassElement],
  ['Routine', readRoutineElement],
  ['Global', readGlobalElement],
  ['CSP', readPageElement],
  ['CSPBase64', readBinaryPageElement],
  ['Project', readProjectElement],
  ['Document', readDocumentElement],
]);

/** Reads `<Export>`; of its own attributes only `zv` says something about the documents in it. */
export function readExport({ attributes }: XmlElement, { complain, found }: XmlFile): XmlListener {
  let current: { readonly reader: ElementReader; readonly line: number } | null = null;
  const madeBy = attributes['zv'] === undefined ? {} : { madeBy: attributes['zv'] };
  let depth = 0;
  const open = (element: XmlElement): void => {
    const read = readers.get(element.name) ?? complain(`<${element.name}> is not known in an <Export>`);
    current = { reader: read(element, complain), line: element.line };
  };
  const close = (name: string): void => {
    if (current === null) return;
    if (depth > 0) {
      current.reader.close(name);
      return;
    }
    const document = current.reader.finish();
    const changed = current.reader.changed?.() ?? null;
    found.push({ document, line: current.line, ...madeBy, ...(changed !== null && { changed }) });
    current = null;
  };
  return {
    open: (element) => {
      if (current === null) open(element);
      else {
        depth += 1;
        current.reader.open(element);
      }
    },
    text: (text) => {
      if (current !== null) current.reader.text(text);
      else if (/[^ \t\n]/.test(text)) complain('text between the elements of an <Export>');
    },
    comment: (text) => current?.reader.comment(text),
    instruction: (target, body) => current?.reader.instruction(target, body),
    close: (name) => {
      close(name);
      depth = Math.max(0, depth - 1);
    },
  };
}
