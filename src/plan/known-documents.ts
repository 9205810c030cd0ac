import type { Digest } from '../base/digest.ts';
import type { DocumentName } from '../document/document-name.ts';
import { kindOf } from '../document/document-name.ts';
import { overlaps } from '../document/overlap.ts';
import type { InstalledState } from '../installed/installed-state.ts';

/**
 * For each document that a patch put here, what it was then, for whoever is about to put something else there: what installed patches left, and
 * what was put by patches that were taken out, where somebody had changed it by hand meanwhile and it therefore stayed.
 */
export function knownDocuments(
  installed: Pick<InstalledState, 'patches'>,
): ReadonlyMap<DocumentName, Digest | null> {
  const left = [...installed.patches.values()].flatMap(({ leftEdited }) => leftEdited);
  return new Map([
    ...left.map(({ name, digest }) => [name, digest] as const),
    ...installedDocuments(installed),
  ]);
}

/**
 * For each document that installed patches left behind, the digest that the last of them left (null: deleted). Of a global whose subtree, or
 * whose whole, a later patch has changed nobody knows any more what it should be; what that patch left of it is known instead, unless it
 * only merged into it, or its run wrote there: such a global is not among them.
 */
export function installedDocuments(
  installed: Pick<InstalledState, 'patches'>,
): ReadonlyMap<DocumentName, Digest | null> {
  const inOrder = [...installed.patches.values()]
    .filter(({ state }) => state === 'installed')
    .sort((a, b) => a.order - b.order);
  const known = new Map<DocumentName, Digest | null>();
  const parts = new Map<string, Set<DocumentName>>();
  for (const { documents, loose } of inOrder) {
    const set = documents.filter(({ name }) => !loose.includes(name));
    const globals = set.map(({ name }) => name).filter((name) => kindOf(name) === 'global');
    for (const name of [...globals, ...loose]) forgetOverlapped(known, partsOf(parts, name), name);
    for (const { name, digest } of set) known.set(name, digest);
    for (const name of globals) partsOf(parts, name).add(name);
  }
  return known;
}

/** The known parts of the global that this is a part of. */
function partsOf(parts: Map<string, Set<DocumentName>>, name: DocumentName): Set<DocumentName> {
  const [global = ''] = name.split('(', 1);
  const found = parts.get(global) ?? new Set();
  parts.set(global, found);
  return found;
}

function forgetOverlapped(
  known: Map<DocumentName, Digest | null>,
  parts: Set<DocumentName>,
  name: DocumentName,
): void {
  for (const part of parts) {
    if (!overlaps(part, name)) continue;
    parts.delete(part);
    known.delete(part);
  }
}
