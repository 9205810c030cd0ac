import { z } from 'zod';
import { failure } from '../base/failure.ts';
import { parseJsonObject } from '../base/parse-json-object.ts';
import { registerEntrySchema } from './register-schema.ts';
import type { RegisterEntry } from './register-entry.ts';

/** Format of the entries that this program writes, and the newest that it reads. */
const registerFormat = 1;

/** One entry as it lies in the target. */
export const registerTextSchema = z.strictObject({
  format: z.literal(registerFormat),
  entry: registerEntrySchema,
});

/** The entry as one JSON text without newlines; texts in it are redacted and cut. */
export function registerText(entry: RegisterEntry): string {
  return JSON.stringify({ format: registerFormat, entry: z.encode(registerEntrySchema, entry) });
}

/**
 * Reads one entry. Failure REGISTER_DAMAGED (with `target` in its message) where it is not one that registerText writes;
 * NEWER_FORMAT where a newer program wrote it.
 */
export function parseRegisterText(text: string, target = 'of this site'): RegisterEntry {
  const content = parseJsonObject(text);
  const found = content?.['format'];
  if (typeof found === 'number' && found > registerFormat)
    throw failure('NEWER_FORMAT', { file: `register of ${target}`, found, known: registerFormat });
  const read = registerTextSchema.safeParse(content);
  if (read.success) return read.data.entry;
  const [issue] = read.error.issues;
  const why =
    content === null ? 'an entry is not a JSON object.' : `${issue?.path.join('.')}: ${issue?.message}`;
  throw failure('REGISTER_DAMAGED', { target, why }, read.error);
}
