import { z } from 'zod';
import {
  countField,
  digestField,
  instantField,
  objectIdField,
  patchIdField,
  siteNameField,
  textField,
} from '../base/field-schemas.ts';
import { documentNameField, inventoryEntrySchema } from '../document/inventory-schema.ts';
import type { RegisterEntry } from './register-entry.ts';

/** Longest text that an entry carries; what is longer is cut when it is written. */
const text = textField(4000);
const at = instantField;
const release = { patch: patchIdField, releaseDigest: digestField };
const attempt = { attempt: z.int().min(1), ...release };
const action = z.enum(['install', 'remove']);
const documents = z.array(inventoryEntrySchema).max(200_000);
const loose = z.array(documentNameField).max(200_000).optional();
const names = z.array(z.string().max(4000)).max(200_000);

/** One entry as the register carries it. */
export const registerEntrySchema: z.ZodType<RegisterEntry> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('owner'), at, site: siteNameField, target: z.string().max(4000) }),
  z.strictObject({
    kind: z.literal('received'),
    at,
    patches: z.array(z.strictObject(release)).max(200_000),
  }),
  z.strictObject({
    kind: z.literal('attempting'),
    at,
    ...attempt,
    action,
    documents,
    proofBefore: digestField,
  }),
  z.strictObject({ kind: z.literal('installed'), at, ...attempt, proof: digestField, documents, loose }),
  z.strictObject({ kind: z.literal('removed'), at, ...attempt, proof: digestField, foreign: names }),
  z.strictObject({
    kind: z.literal('rolled-back'),
    at,
    ...attempt,
    action,
    proof: digestField,
    why: text,
    interrupted: z.boolean(),
    foreign: names,
  }),
  z.strictObject({ kind: z.literal('abandoned'), at, ...attempt, action, why: text }),
  z.strictObject({ kind: z.literal('refused'), at, ...attempt, action, why: text }),
  z.strictObject({
    kind: z.literal('inconsistent'),
    at,
    ...attempt,
    why: text,
    documents: names,
  }),
  z.strictObject({
    kind: z.literal('settled'),
    at,
    patch: patchIdField,
    as: z.enum(['installed', 'removed']),
    documents,
    who: text,
    why: text,
  }),
  z.strictObject({
    kind: z.literal('baselined'),
    at,
    ...release,
    proof: digestField,
    documents,
    loose,
    who: text,
  }),
  z.strictObject({ kind: z.literal('retry'), at, patch: patchIdField, who: text, why: text }),
  z.strictObject({ kind: z.literal('forbade'), at, said: instantField }),
  z.strictObject({
    kind: z.literal('channel'),
    at,
    name: text,
    counter: countField,
    commit: objectIdField,
  }),
  z.strictObject({
    kind: z.literal('channel-accepted'),
    at,
    name: text,
    commit: objectIdField.exactOptional(),
    who: text,
    why: text,
  }),
]);
