import type { InventoryEntry } from '../document/inventory.ts';
import { kindOf } from '../document/document-name.ts';

/** What a patch left of a document, in a few letters; a global without nodes may never have had any. */
export function leftAsText({ name, digest }: InventoryEntry): string {
  if (digest !== null) return digest.slice(0, 12);
  return kindOf(name) === 'global' ? 'no nodes' : 'deleted';
}
