import { z } from 'zod';
import type { Digest } from './digest.ts';
import type { Instant } from './instant.ts';
import { instantAsText, readInstant } from './instant.ts';
import type { ObjectId, PatchId, RingName, SiteName } from './names.ts';
import { objectIdPattern, patchIdPattern, placePattern } from './names.ts';
import { plainText } from './plain-text.ts';
import { redact } from './redact.ts';

/** Fields that many files share. Each says what is expected; decoding a file and encoding it again are one schema. */
export const patchIdField = z
  .string()
  .regex(patchIdPattern, 'expected a patch id such as LAB-2026.014') as unknown as z.ZodType<PatchId, string>;

export const siteNameField = z
  .string()
  .regex(
    placePattern,
    'expected the name of a site: lower-case letters, digits, "-" and "." inside',
  ) as unknown as z.ZodType<SiteName, string>;

export const ringNameField = z
  .string()
  .regex(
    placePattern,
    'expected the name of a ring: lower-case letters, digits, "-" and "." inside',
  ) as unknown as z.ZodType<RingName, string>;

export const objectIdField = z
  .string()
  .regex(
    objectIdPattern,
    'expected a git object id: 40 lower-case hexadecimal digits',
  ) as unknown as z.ZodType<ObjectId, string>;

export const digestField = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'expected a SHA-256: 64 lower-case hexadecimal digits') as unknown as z.ZodType<
  Digest,
  string
>;

/** `ssh-ed25519 AAAA…` without comment. */
export const publicKeyField = z
  .string()
  .max(4000)
  .regex(
    /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]+={0,2}$/,
    'expected a public key such as "ssh-ed25519 AAAA…", without comment',
  );

/** ISO 8601 with its offset in the file, an Instant in the program. */
export const instantField: z.ZodType<Instant, string> = z.codec(
  z
    .string()
    .regex(
      /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/,
      'expected an instant such as 2026-11-30T02:00:00Z',
    ),
  z.number(),
  {
    decode: (text, context) => {
      const instant = readInstant(text);
      if (instant !== null) return instant;
      context.issues.push({ code: 'custom', input: text, message: 'expected a date and time that exists' });
      return z.NEVER;
    },
    encode: instantAsText,
  },
);

/** A whole number from 0 up. */
export const countField = z.int().min(0);

/** Control characters, line ends and overrides of direction, as a range that every dialect of patterns knows. */
const controlCharacters = String.raw`\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069`;

/** Text without anything that steers a terminal. */
export const printablePattern = new RegExp(`^[^${controlCharacters}]*$`);

/** One line of text for people. What is written is made fit for it: redacted, without control characters, cut to `limit`. */
export function textField(limit: number): z.ZodType<string, string> {
  return z.codec(
    z.string().max(limit).regex(printablePattern, 'expected text without control characters'),
    z.string(),
    { decode: (text) => text, encode: (text) => plainText(redact(text), limit) },
  );
}
