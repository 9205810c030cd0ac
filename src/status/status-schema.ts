import { z } from 'zod';
import {
  countField,
  digestField,
  instantField,
  objectIdField,
  patchIdField,
  siteNameField,
} from '../base/field-schemas.ts';
import { statusTextField } from './status-text.ts';
import type { Status } from './status.ts';

/** Format of the files on a status branch that this program writes, and the newest that it reads. */
export const statusFormat = 1;

/** Longest text and list that a status carries: those of another site are read too, and not trusted. */
export const statusText = statusTextField(1000);
const list = 50_000;

const action = z.enum(['install', 'remove']);
const release = { patch: patchIdField, releaseDigest: digestField };

/** Fields that the summary of an attempt in `status.json` and the attempt's own record share. */
export const attemptFields = {
  attempt: z.int().min(1),
  action,
  ...release,
  outcome: z.enum(['installed', 'removed', 'rolled-back', 'refused', 'inconsistent', 'under-way']),
  startedAt: instantField,
  endedAt: instantField.nullable(),
};

const condition = z.strictObject({
  type: z.enum([
    'Inconsistent',
    'Suspended',
    'ChannelStale',
    'ChannelRefused',
    'SnapshotMissing',
    'ProductionOwed',
    'Drifted',
    'ClockDisagrees',
    'Unreachable',
    'MachineFault',
    'StatusForked',
    'RecalledInstalled',
    'ConfigurationRefused',
    'DriftUnknown',
    'OverLimit',
    'StateLost',
    'BackupMissing',
    'TermsIgnored',
  ]),
  reason: statusText,
  message: statusText,
  since: instantField,
});

/** `status.json`: what a site says of itself. */
export const statusFileSchema: z.ZodType<Status & { readonly format: 1 }> = z.strictObject({
  format: z.literal(statusFormat),
  site: siteNameField,
  at: instantField,
  engine: statusText,
  version: statusText,
  observed: z
    .strictObject({ commit: objectIdField, counter: countField, channel: z.string().max(256) })
    .nullable(),
  attempted: z.strictObject(attemptFields).nullable(),
  installed: z
    .array(z.strictObject({ ...release, since: instantField, proof: digestField.nullable() }))
    .max(list),
  failed: z
    .array(
      z.strictObject({
        ...release,
        since: instantField,
        outcome: z.enum(['rolled-back', 'refused', 'inconsistent']),
        why: statusText,
      }),
    )
    .max(list),
  waiting: z
    .array(
      z.strictObject({
        patch: patchIdField,
        action,
        reason: statusText,
        message: statusText,
        until: instantField.nullable(),
      }),
    )
    .max(list),
  conditions: z.array(condition).max(100),
  next: z.strictObject({ patch: patchIdField, action, at: instantField, why: statusText }).nullable(),
  journalHead: digestField.nullable(),
});
