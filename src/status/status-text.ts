import { z } from 'zod';
import { textField } from '../base/field-schemas.ts';
import { tellableText } from './tellable-text.ts';

/** A line of text that leaves the site: no secret and no subscript of a global, taken out before the text is cut to `limit`. */
export function statusTextField(limit: number): z.ZodType<string, string> {
  return z.codec(textField(limit), z.string(), {
    decode: (text) => text,
    encode: (text) => tellableText(text),
  });
}
