import { z } from 'zod';
import { publicKeyField, siteNameField } from '../base/field-schemas.ts';
import { optionalFormat } from '../base/format-version.ts';
import { publicKeyFault } from '../base/ssh-public-key.ts';
import { durationField, readDuration } from '../base/local-time.ts';
import { engineSchema } from './engine-schema.ts';
import { sizeField } from './size-field.ts';
import { pageSchema } from './page-schema.ts';
import { secretField } from './secret-field.ts';

const path = z.string().min(1).max(4096);
const place = z.string().min(1).max(256);

const remoteFields = {
  url: z
    .string()
    .min(1)
    .max(2048)
    .refine((url) => !/^[a-z+]+:\/\/[^/@]*:[^/@]*@/i.test(url), {
      message: 'an address must not carry a password: write username and password below it',
      abort: true,
    })
    .meta({ description: 'https://…, ssh://…, user@host:path or the absolute path of a repository.' }),
  username: place.optional().meta({ description: 'Beside a token any name will do on most hosts.' }),
  password: secretField.optional(),
  ca: path.optional().meta({ description: 'File of certificates (PEM) of a host with an own authority.' }),
};

/** A key that could never verify anything is a mistake that nobody would notice before the first release. */
const trustedKey = publicKeyField.superRefine((text, context) => {
  const fault = publicKeyFault(text);
  if (fault === null) return;
  const message = `is no key that can be used (${fault}), expected the first two words of a .pub file of ssh-keygen`;
  context.addIssue({ code: 'custom', message });
});

const namedKeys = z.array(z.strictObject({ name: place, key: trustedKey }));

const trust = z
  .strictObject({
    publisher: z.array(trustedKey).default([]).meta({ description: 'May write the channel.' }),
    release: z.array(trustedKey).default([]).meta({ description: 'May sign releases.' }),
    approver: namedKeys.default([]).meta({ description: 'Whose approvals count.' }),
    operator: namedKeys.default([]).meta({ description: 'Whose holds and recalls count.' }),
    unsigned: z.boolean().default(false).meta({ description: 'Takes what nobody signed; for trying out.' }),
  })
  .refine(({ unsigned, publisher, release }) => unsigned || (publisher.length > 0 && release.length > 0), {
    message: 'names no key for publisher or release, so that nothing could be taken; or say `unsigned: true`',
  });

/** What of `site.yaml` a flag or a variable can say instead: each one text. */
export const siteSettings = {
  site: siteNameField.meta({ description: 'Name of this site, as fleet.yaml has it; it never changes.' }),
  channel: z
    .string()
    .regex(/^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$/, 'expected the name of a channel such as default')
    .meta({ description: 'The branch channel/<name> that the site follows.' }),
  key: path.meta({ description: 'File of the private SSH key that signs what the site says of itself.' }),
  poll: durationField
    .refine((text) => (readDuration(text) ?? 0) >= 1000, 'expected a duration of a second or more')
    .meta({ description: 'How often the site looks for something new: 5m, 1h.' })
    .transform((text) => readDuration(text) ?? 0),
  state: path.meta({ description: 'Folder of journal, backups and outbox.' }),
  git: z
    .enum(['auto', 'system', 'embedded'])
    .meta({ description: 'The git program (system), none (embedded), or what is found (auto).' }),
} as const;

/** `site.yaml`: a site's own configuration, as a person writes it. */
export const siteFileSchema = z.strictObject({
  format: optionalFormat,
  site: siteSettings.site,
  remotes: z.strictObject({
    patches: z.strictObject(remoteFields),
    status: z
      .strictObject(remoteFields)
      .optional()
      .meta({ description: 'Where the site says how it is. Default: the patches repository.' }),
  }),
  channel: siteSettings.channel.default('default'),
  engine: engineSchema,
  trust,
  key: siteSettings.key.optional(),
  poll: siteSettings.poll.default(300_000),
  state: siteSettings.state.optional(),
  git: siteSettings.git.default('auto'),
  drift: z
    .union([z.literal('never'), durationField])
    .default('6h')
    .transform((text) => (text === 'never' ? null : readDuration(text)))
    .meta({ description: 'How often the agent looks whether documents have drifted: 6h, 1d, never.' }),
  retention: z
    .strictObject({
      vault: sizeField
        .optional()
        .meta({ description: 'What backups may take. What can be needed still stays.' }),
      journal: sizeField.optional().meta({ description: 'What the journal may take; it is never cut.' }),
    })
    .default({})
    .meta({
      description: 'Limits on disk; a limit that cannot be held is told as a condition. Default: none.',
    }),
  page: pageSchema.optional().meta({ description: 'The operator’s page. Default: none.' }),
});

export type SiteFile = z.output<typeof siteFileSchema>;
