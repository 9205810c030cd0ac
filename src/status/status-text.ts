import { z } from 'zod';
import { textField } from '../base/field-schemas.ts';
import { redact } from '../base/redact.ts';
import { withoutSubscripts } from './without-subscripts.ts';

/** A line of text that leaves the site: no secret and no subscript of a global, taken out before the text is cut to `limit`. */
export function statusTextField(limit: number): z.ZodType<string, string> {
  return z.codec(textField(limit), z.string(), {
    decode: (text) => text,
    encode: (text) => withoutSubscripts(redact(text)),
  });
}
