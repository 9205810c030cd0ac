import type { Digest } from '../base/digest.ts';
import type { DocumentName } from '../document/document-name.ts';
import type { InstalledState } from '../installed/installed-state.ts';
import { installedDocuments } from '../plan/known-documents.ts';
import type { Ports } from '../ports/ports.ts';

/** A document that an installed patch put (null: deleted), and that is something else now. */
interface Drifted {
  readonly name: DocumentName;
  readonly installed: Digest | null;
  readonly now: Digest | null;
}

/** The documents of installed patches that are no longer what was installed. */
export async function findDrift(
  { target }: Pick<Ports, 'target'>,
  installed: Pick<InstalledState, 'patches'>,
): Promise<readonly Drifted[]> {
  const known = installedDocuments(installed);
  const found = await target.inventory([...known.keys()]);
  return found.flatMap(({ name, digest }) => {
    const expected = known.get(name) ?? null;
    return digest === expected ? [] : [{ name, installed: expected, now: digest }];
  });
}
