import type { Digest } from '../base/digest.ts';
import type { DocumentName } from '../document/document-name.ts';
import type { InstalledState } from '../installed/installed-state.ts';

/** For each document that installed patches left behind, the digest that the last of them left (null: deleted). */
export function knownDocuments(
  installed: Pick<InstalledState, 'patches'>,
): ReadonlyMap<DocumentName, Digest | null> {
  const inOrder = [...installed.patches.values()]
    .filter(({ state }) => state === 'installed')
    .sort((a, b) => a.order - b.order);
  return new Map(inOrder.flatMap(({ documents }) => documents).map(({ name, digest }) => [name, digest]));
}
