import { failure } from '../../../base/failure.ts';
import type { NodeEdit } from '../../../document/change.ts';
import type { DocumentName } from '../../../document/document-name.ts';
import { kindOf } from '../../../document/document-name.ts';
import { parseReference } from '../../../document/global.ts';
import type { ParsedEdit } from './edit-frames.ts';

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

/** The edit with its reference taken apart. Failure DOCUMENT_REFUSED where the database could not hold what it wants, or would hold something else. */
export function fitEdit(name: DocumentName, { reference, from, to }: NodeEdit): ParsedEdit {
  const parsed = parseReference(reference);
  if (parsed === null || !isGlobalName(parsed.name))
    throw refused(name, 'names of globals here are letters and digits, at most 31.');
  if (parsed.name === ownGlobal) throw refused(name, 'patchfleet keeps its own register there.');
  const { subscripts } = parsed;
  if (subscripts.length > mostSubscripts) throw refused(name, 'a node has more than 31 subscripts.');
  const printable = !reference.includes('$'); // characters are written as $C(…) otherwise
  if ((!printable && !subscripts.every(isBytes)) || !isBytes(to ?? ''))
    throw refused(name, 'a node holds characters beyond 255; this database keeps one byte for each.');
  if ((to ?? '').length > mostCharacters) throw refused(name, 'a value is longer than 1 MiB.');
  return { subscripts, from, to };
}

/** GT.M Programmer's Guide, "Global variable names"; longer ones would be cut, and mean another global. */
function isGlobalName(name: string): boolean {
  return /^\^[%A-Za-z][A-Za-z0-9]{0,30}$/.test(name);
}

const mostSubscripts = 31;
const mostCharacters = 1_048_576;

function isBytes(text: string): boolean {
  return !/[^\0-\xff]/.test(text);
}

/** The failure of a document that this database cannot hold. */
export function refused(document: string, why: string) {
  return failure('DOCUMENT_REFUSED', { document, why });
}
