import type { Digest } from '../base/digest.ts';
import { digestOf } from '../base/digest.ts';
import type { DocumentName } from './document-name.ts';
import { kindOf } from './document-name.ts';

/** One document as an inventory lists it; a digest of null says that it does not exist, which is a fact too. */
export interface InventoryEntry {
  readonly name: DocumentName;
  readonly digest: Digest | null;
}

/** Documents and their digests, sorted by name in code unit order, each name once. */
export type Inventory = readonly InventoryEntry[];

/** Sorts entries into an inventory. */
export function inventoryOf(entries: Iterable<InventoryEntry>): Inventory {
  return [...entries].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** The digest over an inventory: SHA-256 of its lines `kind TAB name TAB digest LF`, with `absent` for null. */
export function proofOf(inventory: Inventory): Digest {
  return digestOf(inventory.map(inventoryLine).join(''));
}

function inventoryLine({ name, digest }: InventoryEntry): string {
  return `${kindOf(name)}\t${name}\t${digest ?? 'absent'}\n`;
}
