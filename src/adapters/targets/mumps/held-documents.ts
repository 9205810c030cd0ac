import { failure } from '../../../base/failure.ts';
import type { NodeEdit } from '../../../document/change.ts';
import type { DocumentName } from '../../../document/document-name.ts';
import { kindOf } from '../../../document/document-name.ts';
import type { GlobalReference } from '../../../document/global-reference.ts';
import { parseReference } from '../../../document/global.ts';

/** The global in which patchfleet keeps register and lock; it is no document. */
const ownGlobal = '^PATCHFLEET';

/** The global, with its `^`, that a global's or subtree's name leads to; null: this database can hold none of that name. */
export function globalOf(name: DocumentName): string | null {
  if (kindOf(name) !== 'global') return null;
  const reference = parseReference(name);
  if (reference === null || reference.name === ownGlobal || !isGlobalName(reference.name)) return null;
  return reference.subscripts.length <= mostSubscripts && reference.subscripts.every(isBytes)
    ? reference.name
    : null;
}

/** An edit of one node whose reference was taken apart. */
export interface ParsedEdit {
  readonly subscripts: GlobalReference['subscripts'];
  readonly from: string | null;
  readonly to: string | null;
}

/** Failure DOCUMENT_REFUSED where this database can hold no global of that name. */
export function fitName(name: DocumentName): void {
  const parsed = parseReference(name);
  if (parsed === null || !isGlobalName(parsed.name))
    throw refused(name, 'names of globals here are letters and digits, at most 31.');
  if (parsed.name === ownGlobal) throw refused(name, 'patchfleet keeps its own register there.');
  if (globalOf(name) === null) throw refused(name, 'it is no global of this database.');
}

/** The edit with its reference taken apart. Failure DOCUMENT_REFUSED where the database could not hold what it wants, or would hold something else. */
export function fitEdit(name: DocumentName, { reference, from, to }: NodeEdit): ParsedEdit {
  const { subscripts } = parseReference(reference) ?? { subscripts: [] };
  if (subscripts.length > mostSubscripts) throw refused(name, 'a node has more than 31 subscripts.');
  if (!subscripts.every(isBytes) || !isBytes(from ?? '') || !isBytes(to ?? ''))
    throw refused(name, 'a node holds characters beyond 255; this database keeps one byte for each.');
  if (subscripts.some(({ length }) => length > mostOfSubscript))
    throw refused(name, `a subscript is longer than ${mostOfSubscript} bytes.`);
  if ((to ?? '').length > mostCharacters) throw refused(name, 'a value is longer than 1 MiB.');
  return { subscripts, from, to };
}

/** GT.M Programmer's Guide, "Global variable names"; longer ones would be cut, and mean another global. */
function isGlobalName(name: string): boolean {
  return /^\^[%A-Za-z][A-Za-z0-9]{0,30}$/.test(name);
}

/** Levels of a node. */
export const mostSubscripts = 31;
/** Of a subscript that the database is asked about: it has no more digits for the length, and takes no more than 1019 in a whole key. */
const mostOfSubscript = 9_999;
const mostCharacters = 1_048_576;

function isBytes(text: string): boolean {
  return !/[^\0-\xff]/.test(text);
}

/** The failure of a document that this database cannot hold. */
export function refused(document: string, why: string) {
  return failure('DOCUMENT_REFUSED', { document, why });
}
