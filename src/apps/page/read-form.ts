import type { PageContext } from './guard.ts';
import type { FormFields } from './form-fields.ts';

/** The text fields of a form; of a field that is there twice the last one. */
export async function readForm(c: PageContext): Promise<FormFields> {
  const text = await c.req.text();
  return Object.fromEntries(new URLSearchParams(text));
}
