import type { z } from 'zod';
import { channelHeadSchema, channelShardSchema } from '../../desired/channel-schema.ts';
import { fleetSchema } from '../../desired/fleet-schema.ts';
import { termsSchema } from '../../desired/terms-schema.ts';
import { journalLineSchema } from '../../journal/journal-file.ts';
import { registerTextSchema } from '../../journal/register-file.ts';
import { manifestSchema } from '../../kit/manifest-schema.ts';
import { rolloutSchema } from '../../kit/rollout.ts';
import { previewSchema } from '../../report/preview/preview-schema.ts';
import { attemptFileSchema } from '../../status/attempt-file.ts';
import { inventoryFileSchema } from '../../status/inventory-file.ts';
import { statusFileSchema } from '../../status/status-schema.ts';
import { siteFileSchema } from '../site-schema.ts';

/** The schema of every file format, by the name of its JSON Schema: `schemas/<name>.schema.json`. */
export const fileSchemas: Readonly<Record<string, z.ZodType>> = {
  fleet: fleetSchema,
  patch: manifestSchema,
  rollout: rolloutSchema,
  terms: termsSchema,
  channel: channelHeadSchema,
  releases: channelShardSchema,
  site: siteFileSchema.meta({ title: 'site.yaml', description: 'The configuration of one site.' }),
  status: statusFileSchema.meta({ title: 'status.json', description: 'What a site says of itself.' }),
  attempt: attemptFileSchema.meta({
    title: 'attempts/….json',
    description: 'The record of one attempt to install or to remove one patch.',
  }),
  inventory: inventoryFileSchema.meta({
    title: 'inventories/….json',
    description: 'The documents that an attempt left behind, and the proof over them.',
  }),
  preview: previewSchema,
  'journal-line': journalLineSchema.meta({
    title: 'a line of journal.jsonl',
    description: 'One event; `hash` is the SHA-256 of the line without it, `previous` that of the line before.',
  }),
  'register-entry': registerTextSchema.meta({
    title: 'an entry of the register',
    description: 'What the target itself knows, one entry at a time.',
  }),
};
