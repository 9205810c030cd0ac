import { z } from 'zod';
import { publicKeyField, ringNameField, siteNameField, printablePattern } from '../base/field-schemas.ts';
import { optionalFormat } from '../base/format-version.ts';
import { durationField, localDateTimeField, timezoneField } from '../base/local-time.ts';

const title = z.string().min(1).max(200).regex(printablePattern, 'expected one line');
const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day in quotes such as "22:00"');

/** The name of a person, which is also the name of a file. */
export const personField = z
  .string()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$/, 'expected a name such as rita.gomes');

const gateSchema = z.strictObject({
  installed: z
    .string()
    .regex(/^(100|\d{1,2})%$/, 'expected a share such as 100%')
    .optional()
    .meta({
      description: 'Share of each earlier ring’s sites that must have the patch; 100% where it is left out.',
    }),
  failed: z
    .int()
    .min(0)
    .max(100_000)
    .optional()
    .meta({ description: 'Sites at most at which it failed; 0 where it is left out.' }),
  soak: durationField.optional().meta({ description: 'For how long the share must have held.' }),
});

const windowSchema = z.strictObject({
  days: z
    .array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']))
    .min(1)
    .max(7),
  from: timeOfDay,
  to: timeOfDay.meta({ description: 'Not after `from`: on the next day.' }),
});

/** `fleet.yaml` as a person writes it. */
export const fleetSchema = z
  .strictObject({
    format: optionalFormat,
    rings: z
      .array(z.strictObject({ name: ringNameField, title: title.optional(), gate: gateSchema.optional() }))
      .min(1)
      .max(200)
      .meta({ description: 'In the order in which they go.' }),
    sites: z
      .array(
        z.strictObject({
          name: siteNameField,
          title: title.optional(),
          ring: ringNameField,
          timezone: timezoneField,
          windows: z.array(windowSchema).max(50).optional().meta({
            description: 'When installing is allowed, in the site’s zone; always where it is left out.',
          }),
          key: publicKeyField
            .optional()
            .meta({ description: 'With which the site signs what it says of itself.' }),
        }),
      )
      .max(20_000),
    freezes: z
      .array(
        z.strictObject({
          from: localDateTimeField,
          until: localDateTimeField,
          reason: title,
          rings: z.array(ringNameField).min(1).optional(),
          sites: z.array(siteNameField).min(1).optional(),
        }),
      )
      .max(1000)
      .optional()
      .meta({
        description:
          'When nothing is installed, in each site’s own zone; everywhere without rings and sites.',
      }),
    people: z
      .array(z.strictObject({ name: personField, title: title.optional(), key: publicKeyField }))
      .max(5000)
      .optional()
      .meta({ description: 'Names only: what a key may do is said by each site’s own site.yaml.' }),
  })
  .meta({ title: 'fleet.yaml', description: 'Who is there, who goes before whom, and when nobody may.' });

export type FleetText = z.output<typeof fleetSchema>;
