import { digestOf } from '../base/digest.ts';
import type { DocumentName } from '../document/document-name.ts';
import type { Inventory } from '../document/inventory.ts';
import { inventoryOf } from '../document/inventory.ts';
import type { Target } from '../ports/target.ts';
import type { VaultDocument } from '../ports/vault.ts';

/** Reads documents from the target one by one, absent ones as null; `did` hears of each that was taken. */
export async function* readDocuments(
  target: Target,
  names: Iterable<DocumentName>,
  did: (documents: number) => void = () => undefined,
): AsyncGenerator<VaultDocument> {
  for (const name of names) {
    yield { name, bytes: await target.read(name) };
    did(1);
  }
}

/** Digests of documents as the target holds them now. */
export async function inventoryNow(target: Target, names: Iterable<DocumentName>): Promise<Inventory> {
  const entries = [];
  for await (const { name, bytes } of readDocuments(target, names)) {
    entries.push({ name, digest: bytes === null ? null : digestOf(bytes) });
  }
  return inventoryOf(entries);
}
