import { z } from 'zod';
import { digestField, instantField, siteNameField } from '../base/field-schemas.ts';
import { readJson } from '../base/read-json.ts';
import { withoutFormat } from '../base/without-format.ts';
import { documentNameField } from '../document/inventory-schema.ts';
import { readStatusText, statusBytes } from './status-bytes.ts';
import { attemptFields, statusFormat, statusText } from './status-schema.ts';
import { tellableLines } from './tellable-text.ts';
import { statusTextField } from './status-text.ts';
import type { AttemptRecord } from './status.ts';

const line = statusTextField(500);
const documents = 200_000;
/** Lines of a transcript that are kept: its beginning, where the cause stands, and its end, where the result does. */
const transcriptLines = { first: 100, last: 300 };

const fields = {
  format: z.literal(statusFormat),
  site: siteNameField,
  ...attemptFields,
  trigger: statusText,
  who: statusText.nullable(),
  why: statusText,
  steps: z.array(z.strictObject({ step: line, at: instantField, detail: line })).max(1000),
  proofBefore: digestField.nullable(),
  proofAfter: digestField.nullable(),
  scope: z.enum(['declared-documents', 'all-writes']),
  foreign: z.array(statusText).max(documents),
  documents: z
    .array(
      z.strictObject({
        name: documentNameField,
        before: digestField.nullable(),
        after: digestField.nullable(),
      }),
    )
    .max(documents),
  transcript: z.array(line).max(transcriptLines.first + transcriptLines.last + 1),
};

/** `attempts/….json`: the record of one attempt. */
export const attemptFileSchema: z.ZodType<AttemptRecord & { readonly format: 1 }> = z.strictObject(fields);

/** What of a record programs go by; texts for people are left out, but for why it ended as it did. */
export type AttemptFacts = Pick<
  AttemptRecord,
  | ('attempt' | 'action' | 'patch' | 'releaseDigest' | 'outcome' | 'startedAt' | 'endedAt')
  | ('site' | 'foreign' | 'documents' | 'why')
> & { readonly steps: readonly StepFact[] };

interface StepFact {
  readonly step: string;
  /** ISO 8601, as `readInstant` takes it: very many are read, and of few the instant is asked for. */
  readonly at: string;
}

/** Lists that are long, and of which a fleet has very many, are looked through by hand, which takes a tenth of the time. */
const attemptFactsSchema = z.object({
  ...{ site: fields.site, ...attemptFields },
  documents: z.custom<AttemptRecord['documents']>((value) => isList(value, documents, isDocument)),
  steps: z.custom<AttemptFacts['steps']>((value) => isList(value, 1000, isStep)),
  foreign: z.custom<readonly string[]>((value) => isList(value, documents, isShort)),
  why: z.string().max(10_000),
});

function isList(value: unknown, most: number, isMember: (member: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length <= most && value.every(isMember);
}

function isShort(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 1024;
}

function isDocument(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { name, before, after } = value as Readonly<Record<string, unknown>>;
  return isShort(name) && name.length >= 3 && isDigestOrNull(before) && isDigestOrNull(after);
}

function isDigestOrNull(value: unknown): boolean {
  return value === null || (typeof value === 'string' && /^[0-9a-f]{64}$/.test(value));
}

function isStep(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { step, at } = value as Readonly<Record<string, unknown>>;
  return isShort(step) && isShort(at);
}

/** Reads the facts of a record that anybody may have written, several times faster than the whole. Failures as of `parseAttempt`. */
export function parseAttemptFacts(file: string, bytes: Uint8Array): AttemptFacts {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = whole.lastIndexOf(transcriptBegin);
  const text = end < 0 ? readStatusText(file, bytes) : `${readStatusText(file, whole.subarray(0, end))}}`;
  return readJson(attemptFactsSchema, file, text, statusFormat);
}

/** As records are written, the transcript, which is most of them, is the last field: no text in JSON holds the line break before it. */
const transcriptBegin = Buffer.from(',\n  "transcript": [');

/** Where the record of an attempt lies in the tree of a status branch: in the order of the attempts. */
export function attemptPath(attempt: number): string {
  return `attempts/${String(attempt).padStart(6, '0')}.json`;
}

/** The record in canonical form; texts redacted (as writeStatus), the transcript cut in its middle. */
export function writeAttempt(record: AttemptRecord, secrets: readonly string[] = []): Uint8Array {
  const bounded = {
    format: statusFormat,
    ...record,
    steps: record.steps.slice(0, 1000),
    transcript: boundedTranscript(tellableLines(record.transcript, secrets)),
  } as const;
  return statusBytes(attemptFileSchema, bounded, secrets);
}

/** Reads a record that anybody may have written. Failures INVALID_FILE and NEWER_FORMAT. */
export function parseAttempt(file: string, bytes: Uint8Array): AttemptRecord {
  return withoutFormat(readJson(attemptFileSchema, file, readStatusText(file, bytes), statusFormat));
}

function boundedTranscript(lines: readonly string[]): readonly string[] {
  const { first, last } = transcriptLines;
  if (lines.length <= first + last) return lines;
  const left = lines.length - first - last;
  return [...lines.slice(0, first), `… ${left} lines left out …`, ...lines.slice(-last)];
}
