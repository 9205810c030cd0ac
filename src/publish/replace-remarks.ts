import type { Issue } from '../base/issue.ts';
import { readGlobal } from '../document/global.ts';
import { parseReference, writeReference } from '../document/global-reference.ts';
import { narrowestRoot } from '../document/overlap.ts';
import type { KitDocument } from '../kit/kit-document.ts';
import type { CheckedPatch } from './check-patch.ts';

/** Globals of which the kit seems to hold a part only, and which it would replace as a whole. */
export function replaceRemarks({ documents, path }: CheckedPatch): readonly Issue[] {
  return documents.flatMap((own) => {
    const part = own.globals === 'replace' ? partOf(own) : null;
    if (part === null) return [];
    const { name } = own.document;
    const message = `${name} goes in with \`globals: replace\`, and all of its nodes here lie at or below ${part}: sites lose all else of ${name}. Say \`globals: merge\` if the kit holds a part of it`;
    return [{ file: `${path}/${own.file}`, line: own.line, column: 1, path: '', message }];
  });
}

/** The first subscript that all nodes share; null: there is none. */
function partOf({ document }: KitDocument): string | null {
  const nodes = readGlobal(document.bytes);
  const root = nodes.length === 0 ? null : parseReference(narrowestRoot(nodes));
  if (root === null || root.subscripts.length === 0) return null;
  return writeReference({ name: root.name, subscripts: root.subscripts.slice(0, 1) });
}
