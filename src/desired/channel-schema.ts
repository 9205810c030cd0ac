import { z } from 'zod';
import { digestField, instantField, objectIdField, patchIdField } from '../base/field-schemas.ts';
import { requiredFormat } from '../base/format-version.ts';
import { siteSelectionSchema } from '../kit/manifest-schema.ts';
import { policySchema } from '../kit/policy-schema.ts';

/** `channel.json`: what a channel is, and into how many shards its index is cut. */
export const channelHeadSchema = z
  .strictObject({
    format: requiredFormat,
    name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'expected the name of a channel'),
    counter: z.int().min(1),
    publishedAt: instantField,
    expiresAt: instantField,
    shards: z.int().min(0).max(10_000),
  })
  .meta({ title: 'channel.json', description: 'Head of a channel; written by `patchfleet publish`.' });

const releaseSchema = z.strictObject({
  id: patchIdField,
  sequence: z.int().min(1),
  tag: objectIdField,
  digest: digestField,
  title: z.string().min(1).max(200),
  requires: z.array(patchIdField).optional(),
  supersedes: z.array(patchIdField).optional(),
  sites: siteSelectionSchema.optional(),
  policy: policySchema.optional(),
  size: z.int().min(0),
});

/** `releases/NNNN.json`: a part of a channel's index. */
export const channelShardSchema = z
  .strictObject({ format: requiredFormat, releases: z.array(releaseSchema).max(10_000) })
  .meta({
    title: 'releases/NNNN.json',
    description: 'A part of a channel’s index; written by `patchfleet publish`.',
  });

export type ReleaseText = z.output<typeof releaseSchema>;
