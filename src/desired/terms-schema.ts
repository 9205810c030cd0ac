import { z } from 'zod';
import {
  digestField,
  instantField,
  patchIdField,
  ringNameField,
  siteNameField,
  printablePattern,
} from '../base/field-schemas.ts';
import { optionalFormat } from '../base/format-version.ts';
import { personField } from './fleet-schema.ts';

const common = {
  format: optionalFormat,
  who: personField,
  at: instantField,
  why: z.string().max(1000).regex(printablePattern, 'expected one line'),
  signature: z
    .string()
    .max(20_000)
    .regex(
      /^\s*-----BEGIN SSH SIGNATURE-----\n/,
      'expected an armored SSH signature, as `patchfleet approve` writes it',
    ),
};
const approval = {
  ...common,
  kind: z.literal('approval'),
  patch: patchIdField,
  release: digestField,
  expires: instantField.optional(),
};

/** A file of `approvals/`, `holds/` or `recalls/`: what a person says of a release at a place, signed. */
export const termsSchema = z
  .union([
    z.strictObject({ ...approval, site: siteNameField }),
    z.strictObject({ ...approval, ring: ringNameField }),
    z.strictObject({
      ...common,
      kind: z.literal('hold'),
      site: siteNameField,
      patch: z.union([z.literal('all'), patchIdField]).meta({ description: '`all` suspends the site.' }),
      release: digestField.optional(),
      expires: instantField.optional(),
    }),
    z.strictObject({
      ...common,
      kind: z.literal('recall'),
      patch: patchIdField,
      release: digestField,
      installed: z.enum(['keep', 'remove']),
    }),
  ])
  .meta({
    title: 'approvals/, holds/, recalls/',
    description: 'What a person says of a release at a place, signed.',
  });

export type TermsText = z.output<typeof termsSchema>;
