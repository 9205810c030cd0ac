import { z } from 'zod';
import {
  countField,
  digestField,
  instantField,
  patchIdField,
  ringNameField,
  siteNameField,
} from '../../base/field-schemas.ts';
import { documentNameField } from '../../document/inventory-schema.ts';

const milliseconds = z.number().min(0).meta({ description: 'Milliseconds.' });

const blocker = z.strictObject({
  reason: z.string(),
  message: z.string(),
  until: instantField.nullable().meta({ description: 'When it ends by itself; null: not by itself.' }),
  who: z.string().nullable().meta({ description: 'For whom it waits.' }),
});

const ofPatch = z.strictObject({ patch: patchIdField, blocker });

const held = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reported'), digest: digestField.nullable() }),
  z.strictObject({ kind: z.literal('kit'), digest: digestField.nullable(), patch: patchIdField }),
  z.strictObject({
    kind: z.literal('unknown'),
    why: z.enum(['never-reported', 'drifted', 'written-by-others']),
  }),
]);

const document = z.strictObject({
  name: documentNameField,
  effect: z.enum(['add', 'replace', 'delete', 'unchanged', 'unknown']),
  held: held.meta({ description: 'What the sites are known to hold now, and from where.' }),
  after: digestField
    .nullable()
    .optional()
    .meta({ description: 'Digest afterwards; null: it is gone; left out: not known.' }),
  localEdit: z.boolean().meta({ description: 'Changed there by hand; replacing it takes consent.' }),
  backTo: patchIdField
    .nullable()
    .meta({ description: 'Of a removal, the patch whose state comes back; null: not that, or not known.' }),
});

const forecast = z.strictObject({
  earliest: instantField
    .nullable()
    .meta({ description: 'The earliest start; null: not before the obstacles are out of the way.' }),
  leaves: z.array(ofPatch).meta({ description: 'Leave that people have to give before.' }),
  obstacles: z.array(ofPatch),
  waits: z.array(
    z.strictObject({
      patch: patchIdField,
      reason: z.string(),
      message: z.string(),
      from: instantField,
      until: instantField,
    }),
  ),
  before: z.array(patchIdField).meta({ description: 'Patches that go in first.' }),
  countsOnRings: z.boolean().meta({ description: 'It counts on what is foreseen for the rings before.' }),
  usualDuration: milliseconds,
});

const because = z.enum([
  ...(['installed', 'kept', 'superseded', 'recalled', 'not-for', 'left-fleet', 'new-in-fleet'] as const),
]);

const nothing = [
  z.strictObject({ kind: z.literal('unknown'), why: z.string() }),
  z.strictObject({ kind: z.literal('nothing'), why: because }),
] as const;

const planned = {
  kind: z.literal('planned'),
  action: z.enum(['install', 'remove']),
  blockers: z.array(blocker).meta({ description: 'What stands against it now, by the site’s own plan.' }),
  forecast,
};

const outlook = z.discriminatedUnion('kind', [
  ...nothing,
  z.strictObject({ ...planned, documents: z.array(document), remarks: z.array(z.string()) }),
]);

const rule = z.union([
  z.strictObject({ kind: z.enum(['automatic', 'operator']) }),
  z.strictObject({ kind: z.literal('scheduled'), at: z.string(), timezone: z.string().nullable() }),
]);

const published = z
  .strictObject({
    rule: rule.nullable(),
    moves: z.boolean().meta({ description: 'What is proposed makes something else of it.' }),
    outlook: z.discriminatedUnion('kind', [...nothing, z.strictObject(planned)]),
  })
  .nullable()
  .meta({
    description: 'What would happen as the channel is published now; null: it does not know the patch.',
  });

const group = z.strictObject({
  ring: ringNameField,
  timezone: z.string(),
  rule,
  sites: z.array(z.strictObject({ site: siteNameField, saidAt: instantField.nullable() })).min(1),
  outlook,
  published,
});

const figures = z
  .strictObject({
    sites: countField,
    blocked: countField.meta({ description: 'Nobody knows when.' }),
    unknown: countField,
    leave: countField.meta({ description: 'Somebody has to give leave.' }),
    starts: countField.meta({ description: 'It needs nobody.' }),
    nothing: countField.meta({ description: 'Nothing would be done.' }),
    edited: countField.meta({ description: 'It would go over changes by hand; counted elsewhere, too.' }),
    moves: countField.meta({ description: 'What is proposed makes something else of it than is published.' }),
    first: instantField.nullable().meta({ description: 'The earliest start that needs nobody.' }),
  })
  .meta({ description: 'How many sites.' });

const difference = z.strictObject({
  document: documentNameField,
  groups: z.array(countField).meta({ description: 'Places in `groups`, from 1.' }),
  merged: z.boolean().meta({ description: 'True: these nodes are merged into what is not known.' }),
  nodes: z.string(),
  parts: z.array(
    z.strictObject({
      name: z.string().meta({ description: 'The member of a class; empty: outside of all members.' }),
      change: z.enum(['added', 'changed', 'removed']),
      lines: z.array(z.strictObject({ kind: z.enum(['same', 'old', 'new', 'left-out']), text: z.string() })),
      more: countField,
    }),
  ),
});

/** What `patchfleet preview --json` prints. */
export const previewSchema = z
  .strictObject({
    kind: z.literal('preview'),
    format: z.literal(1),
    at: instantField,
    channel: z.strictObject({ name: z.string(), counter: countField }),
    remarks: z.array(z.string()).meta({ description: 'What was left out or will not count, and why.' }),
    policy: z
      .array(z.strictObject({ path: z.string(), how: z.enum(['new', 'changed', 'gone']) }))
      .meta({ description: 'Policy files that are not as they are published.' }),
    patches: z.array(
      z.strictObject({
        patch: patchIdField,
        title: z.string(),
        releaseDigest: digestField,
        change: z
          .enum(['new', 'released', 'policy'])
          .meta({ description: 'policy: the patch is as it was released; what is proposed concerns it.' }),
        requires: z.array(patchIdField),
        supersedes: z.array(patchIdField),
        approvals: countField,
        elsewhere: z
          .strictObject({
            sites: countField,
            shortest: milliseconds,
            median: milliseconds,
            longest: milliseconds,
          })
          .nullable()
          .meta({
            description: 'How long installing this very release took; null: it was installed nowhere.',
          }),
        notFor: z.array(siteNameField),
        figures,
        groups: z.array(group).meta({ description: 'Sites that would see the same.' }),
        differences: z.array(difference),
      }),
    ),
  })
  .meta({ title: 'preview', description: 'What patches would do at every site, before they are released.' });
