import { z } from 'zod';
import { digestField } from '../base/field-schemas.ts';
import type { DocumentName } from './document-name.ts';
import type { InventoryEntry } from './inventory.ts';

/** A document's name as a file of ours carries it: written by the program, so only its bounds are checked. */
export const documentNameField = z.string().min(3).max(1024) as unknown as z.ZodType<DocumentName, string>;

export const inventoryEntrySchema: z.ZodType<InventoryEntry> = z.strictObject({
  name: documentNameField,
  digest: digestField.nullable(),
});
