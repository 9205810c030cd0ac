import { digestOf } from '../base/digest.ts';
import type { DocumentName } from '../document/document-name.ts';
import type { Inventory } from '../document/inventory.ts';
import { inventoryOf } from '../document/inventory.ts';
import type { Target } from '../ports/target.ts';
import type { VaultDocument } from '../ports/vault.ts';

/** Reads documents from the target one by one, absent ones as null. */
export async function* readDocuments(
  target: Target,
  names: Iterable<DocumentName>,
): AsyncGenerator<VaultDocument> {
  for (const name of names) yield { name, bytes: await target.read(name) };
}

/** Digests of documents as the target holds them now. */
export async function inventoryNow(target: Target, names: Iterable<DocumentName>): Promise<Inventory> {
  const entries = [];
  for await (const { name, bytes } of readDocuments(target, names)) {
    entries.push({ name, digest: bytes === null ? null : digestOf(bytes) });
  }
  return inventoryOf(entries);
}
