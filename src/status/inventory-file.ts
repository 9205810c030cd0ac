import { z } from 'zod';
import type { Digest } from '../base/digest.ts';
import { failure } from '../base/failure.ts';
import { digestField, instantField, patchIdField, siteNameField } from '../base/field-schemas.ts';
import type { Instant } from '../base/instant.ts';
import type { PatchId, SiteName } from '../base/names.ts';
import { readJson } from '../base/read-json.ts';
import { withoutFormat } from '../base/without-format.ts';
import { inventoryEntrySchema } from '../document/inventory-schema.ts';
import type { Inventory } from '../document/inventory.ts';
import { inventoryOf, proofOf } from '../document/inventory.ts';
import { readStatusText, statusBytes } from './status-bytes.ts';
import { statusFormat } from './status-schema.ts';

/** What an attempt left behind: the documents that it declared, and the proof over them. */
interface InventoryRecord {
  readonly site: SiteName;
  readonly at: Instant;
  readonly attempt: number;
  readonly patch: PatchId;
  readonly proof: Digest;
  readonly documents: Inventory;
}

/** `inventories/….json`: the inventory after one attempt. */
export const inventoryFileSchema: z.ZodType<InventoryRecord & { readonly format: 1 }> = z.strictObject({
  format: z.literal(statusFormat),
  site: siteNameField,
  at: instantField,
  attempt: z.int().min(1),
  patch: patchIdField,
  proof: digestField,
  documents: z.array(inventoryEntrySchema).max(200_000),
});

/** Where the inventory after an attempt lies in the tree of a status branch. */
export function inventoryPath(attempt: number): string {
  return `inventories/${String(attempt).padStart(6, '0')}.json`;
}

/** The inventory in canonical form, with its proof. */
export function writeInventory(record: Omit<InventoryRecord, 'proof'>): Uint8Array {
  const documents = inventoryOf(record.documents);
  const content = { format: statusFormat, ...record, documents, proof: proofOf(documents) } as const;
  return statusBytes(inventoryFileSchema, content, []);
}

/**
 * Reads an inventory. Failure INVALID_FILE, also where its proof is not that of its documents; NEWER_FORMAT. Where subscripts were
 * left out of a name, the proof is over names that only the site knows, and is taken as it is.
 */
export function parseInventory(file: string, bytes: Uint8Array): InventoryRecord {
  const content = readJson(inventoryFileSchema, file, readStatusText(file, bytes), statusFormat);
  const found = proofOf(inventoryOf(content.documents));
  const elided = content.documents.some(({ name }) => name.endsWith('(…)'));
  if (elided || found === content.proof) return withoutFormat(content);
  const message = `is ${content.proof}, expected ${found} from the documents listed`;
  throw failure('INVALID_FILE', { issues: [{ file, line: 0, column: 0, path: 'proof', message }] });
}
