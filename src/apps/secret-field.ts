import { z } from 'zod';

/** A secret by reference; the value itself in the file is refused, and not repeated in the message. */
export type SecretReference =
  { readonly kind: 'env'; readonly name: string } | { readonly kind: 'file'; readonly path: string };

const secretReferences = z.union([
  z.strictObject({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/) }),
  z.strictObject({ file: z.string().min(1).max(4096) }),
]);

export const secretField = z
  .unknown()
  .meta({
    description: 'A secret by reference: { env: NAME } or { file: PATH }.',
    anyOf: [
      {
        type: 'object',
        properties: { env: { type: 'string' } },
        required: ['env'],
        additionalProperties: false,
      },
      {
        type: 'object',
        properties: { file: { type: 'string' } },
        required: ['file'],
        additionalProperties: false,
      },
    ],
  })
  .transform((value, context): SecretReference => {
    const read = secretReferences.safeParse(value);
    if (!read.success) {
      const message = 'a secret itself must not stand here: write { env: NAME } or { file: PATH }';
      context.issues.push({ code: 'custom', input: null, message });
      return z.NEVER;
    }
    return 'env' in read.data ? { kind: 'env', name: read.data.env } : { kind: 'file', path: read.data.file };
  });
