import { z } from 'zod';
import {
  countField,
  digestField,
  instantField,
  objectIdField,
  patchIdField,
  ringNameField,
  siteNameField,
  textField,
} from '../base/field-schemas.ts';
import { inventoryEntrySchema } from '../document/inventory-schema.ts';
import type { JournalEvent } from './journal-event.ts';

/** Longest text that a line carries; what is longer is cut when it is written. */
const text = textField(4000);
const entries = z.array(inventoryEntrySchema).max(200_000);
const names = z.array(z.string().max(4000)).max(200_000);
const action = z.enum(['install', 'remove']);
const release = { patch: patchIdField, releaseDigest: digestField };

const attempt = { attempt: z.int().min(1), at: instantField };
const act = { who: text, why: text, at: instantField };
const consent = { consent: digestField.exactOptional() };
const said = {
  status: digestField,
  conditions: z.array(z.strictObject({ type: z.string(), since: instantField })),
};

/** One event as a line of the journal carries it. */
export const journalEventSchema: z.ZodType<JournalEvent> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('started'),
    ...attempt,
    action,
    ...release,
    trigger: text,
    who: text.nullable(),
    why: text,
  }),
  z.strictObject({ kind: z.literal('staged'), ...attempt, documents: countField, bytes: countField }),
  z.strictObject({ kind: z.literal('refused'), ...attempt, why: text }),
  z.strictObject({ kind: z.literal('abandoned'), ...attempt, why: text }),
  z.strictObject({ kind: z.literal('backing-up'), ...attempt, documents: countField }),
  z.strictObject({
    kind: z.literal('backed-up'),
    ...attempt,
    backup: text,
    intended: text,
    proofBefore: digestField,
  }),
  z.strictObject({ kind: z.literal('installing'), ...attempt }),
  z.strictObject({ kind: z.literal('running'), ...attempt, step: text }),
  z.strictObject({
    kind: z.literal('ran'),
    ...attempt,
    step: text,
    ok: z.boolean(),
    detail: text,
    said: z.string().max(100_000).exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('observed'),
    ...attempt,
    scope: z.enum(['declared-documents', 'all-writes']),
    nodes: countField,
    unknown: names,
    why: text,
  }),
  z.strictObject({ kind: z.literal('verifying'), ...attempt }),
  z.strictObject({
    kind: z.literal('committed'),
    ...attempt,
    proof: digestField,
    documents: entries,
    foreign: names,
  }),
  z.strictObject({ kind: z.literal('rolling-back'), ...attempt, why: text, interrupted: z.boolean() }),
  z.strictObject({ kind: z.literal('rolled-back'), ...attempt, proof: digestField, foreign: names }),
  z.strictObject({ kind: z.literal('inconsistent'), ...attempt, why: text, documents: names }),
  z.strictObject({ kind: z.literal('snapshotted'), ...attempt, snapshot: text }),
  z.strictObject({ kind: z.literal('done'), ...attempt }),
  z.strictObject({ kind: z.literal('told'), ...attempt, ...said }),
  z.strictObject({ kind: z.literal('said'), at: instantField, ...said }),
  z.strictObject({
    kind: z.literal('checked'),
    at: instantField,
    ...release,
    tag: objectIdField,
    signer: z.string().max(4000).nullable(),
    requires: z.array(patchIdField).max(1000),
    supersedes: z.array(patchIdField).max(1000),
    sites: z.strictObject({
      rings: z.array(ringNameField).max(200).nullable(),
      sites: z.array(siteNameField).max(5000).nullable(),
      except: z.array(siteNameField).max(5000),
    }),
  }),
  z.strictObject({ kind: z.literal('drift'), at: instantField, documents: names, count: countField }),
  z.strictObject({
    kind: z.literal('rehearsed'),
    at: instantField,
    ...release,
    ok: z.boolean(),
    why: text,
    installing: countField.nullable(),
    undoing: countField.nullable(),
    undeclared: names,
  }),
  z.strictObject({
    kind: z.literal('suspend'),
    ...act,
    forgotten: countField.exactOptional(),
    forgottenAct: instantField.exactOptional(),
  }),
  z.strictObject({ kind: z.literal('resume-site'), ...act }),
  z.strictObject({
    kind: z.literal('hold'),
    ...act,
    patch: patchIdField,
    until: instantField.nullable(),
  }),
  z.strictObject({ kind: z.literal('resume'), ...act, patch: patchIdField }),
  z.strictObject({ kind: z.literal('keep'), ...act, patch: patchIdField }),
  z.strictObject({ kind: z.literal('install-now'), ...act, ...release, ...consent }),
  z.strictObject({ kind: z.literal('install-at'), ...act, ...release, from: instantField, ...consent }),
  z.strictObject({ kind: z.literal('remove'), ...act, ...release }),
  z.strictObject({ kind: z.literal('approve'), ...act, ...release, key: z.string().max(4000) }),
  z.strictObject({ kind: z.literal('consent'), ...act, ...release, seen: digestField.exactOptional() }),
  z.strictObject({ kind: z.literal('retry'), ...act, ...release, ...consent }),
  z.strictObject({
    kind: z.literal('accept-channel'),
    ...act,
    channel: text,
    commit: objectIdField.exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('settle'),
    ...act,
    patch: patchIdField,
    as: z.enum(['installed', 'removed']),
    settles: z.int().min(1).exactOptional(),
  }),
  z.strictObject({ kind: z.literal('widen-backup'), ...act, patch: patchIdField, documents: names }),
]);
