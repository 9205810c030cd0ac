import type { DocumentName } from './document-name.ts';
import { kindOf } from './document-name.ts';
import { parseDocumentName } from './parse-document-name.ts';

/** What a person types to choose documents: one document or subtree of a global, or all whose names match. */
type NamePattern =
  | { readonly kind: 'one'; readonly name: DocumentName }
  | { readonly kind: 'many'; readonly matches: (name: DocumentName) => boolean };

/**
 * Reads `Lab.Router.cls`, `^LabConfig`, `^LabRoute("in")`, which are one; or `Lab.*.cls`, `LAB*.m`, `/csp/lab/*`, `^Lab*`, where `*` is any characters or none, also dots
 * and slashes. Names are told apart by case, extensions of code are not. Globals and pages only match what begins as they do. Null: no document has such a name.
 */
export function parseNamePattern(text: string): NamePattern | null {
  const isSubtree = text.startsWith('^') && text.includes('('); // in which a star is a character like others
  if (isSubtree || !text.includes('*')) {
    const name = parseDocumentName(text);
    return name === null ? null : { kind: 'one', name };
  }
  if (text.length > 500 || /\p{Cc}/u.test(text)) return null;
  const spelled = withCanonicalExtension(text);
  const pieces = spelled.split('*');
  const lead = /^[\^/]/.exec(spelled)?.[0] ?? '';
  return { kind: 'many', matches: (name) => leadOf(name) === lead && fits(name, pieces) };
}

/** Whether a name is these pieces in their order with anything between them; each is found where it comes first, so that many stars cost no more than one. */
function fits(name: string, [first = '', ...others]: readonly string[]): boolean {
  const last = others.pop() ?? '';
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const piece of others) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}

function leadOf(name: DocumentName): string {
  const kind = kindOf(name);
  return kind === 'global' ? '^' : kind === 'file' ? '/' : '';
}

function withCanonicalExtension(text: string): string {
  if (/\.gbl$/i.test(text)) return `^${text.slice(0, -'.gbl'.length)}`;
  return text.replace(/\.(cls|mac|int|m|inc|prj)$/i, (extension) => extension.toLowerCase());
}
