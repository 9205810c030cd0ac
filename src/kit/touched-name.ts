import type { DocumentName } from '../document/document-name.ts';
import { readGlobal } from '../document/global.ts';
import { narrowestRoot } from '../document/overlap.ts';
import type { KitDocument } from './kit-document.ts';

/** What a document of a kit can change: of a global that is merged, no more than the subtree of its nodes. */
export function touchedName({ document, globals }: KitDocument): DocumentName {
  const nodes = globals === 'merge' ? readGlobal(document.bytes) : [];
  return nodes.length === 0 ? document.name : narrowestRoot(nodes);
}
