import { z } from 'zod';

/**
 * The JSON Schema (draft 7, which editors know best) of a file as it is written: keys that have a default may be left
 * out, times are texts.
 */
export function jsonSchemaText(schema: z.ZodType): string {
  return `${JSON.stringify(z.toJSONSchema(schema, { target: 'draft-7', io: 'input' }), null, 2)}\n`;
}
