import { z } from 'zod';
import type { Digest } from '../base/digest.ts';
import { digestOf } from '../base/digest.ts';
import { failure } from '../base/failure.ts';
import { digestField } from '../base/field-schemas.ts';
import { parseJsonObject } from '../base/parse-json-object.ts';
import { journalEventSchema } from './event-schema.ts';
import type { JournalEvent } from './journal-event.ts';

/** Format of the lines that this program writes, and the newest that it reads. */
const journalFormat = 1;

/**
 * One line of the file. `previous` is the `hash` of the line before it; `hash`, always last, is the SHA-256 of the line's
 * text without it, so that a line can be checked without knowing what it says.
 */
export const journalLineSchema = z.strictObject({
  format: z.literal(journalFormat),
  previous: digestField.nullable(),
  event: journalEventSchema,
  hash: digestField,
});

/** A journal as it was read: `size` counts the bytes of its whole lines; what follows them is a torn tail, to be cut. */
interface ReadJournal {
  readonly events: readonly JournalEvent[];
  /** Hash of the last whole line; null: there is none. */
  readonly head: Digest | null;
  readonly size: number;
}

/** The line, with its newline, that puts this event behind the line of hash `previous`; texts in it are redacted and cut. */
export function journalLine(event: JournalEvent, previous: Digest | null): string {
  const body = JSON.stringify({
    format: journalFormat,
    previous,
    event: z.encode(journalEventSchema, event),
  });
  return `${body.slice(0, -1)}${hashMember(digestOf(body))}}\n`;
}

/** Hash of a line that journalLine made. */
export function hashOfJournalLine(line: string): Digest {
  const parts = splitLine(line.trimEnd());
  if (parts === null) throw new Error('not a line of a journal');
  return parts.hash;
}

/**
 * Reads a whole journal, oldest line first, and checks each line's form, hash and place in the chain. A last line that a
 * crash cut short (without its newline, or holding NUL bytes) is left out: nothing that it announces was begun.
 * Failure JOURNAL_DAMAGED for anything else that is wrong; NEWER_FORMAT for lines of a newer program.
 */
export function readJournal(file: string, bytes: Uint8Array): ReadJournal {
  const events: JournalEvent[] = [];
  let head: Digest | null = null;
  let size = 0;
  for (;;) {
    const end = bytes.indexOf(newline, size);
    if (end < 0 || isUnfilled(bytes, size, end)) return { events, head, size };
    const read = readJournalLine({ file, line: events.length + 1 }, bytes.subarray(size, end), head);
    events.push(read.event);
    head = read.hash;
    size = end + 1;
  }
}

const newline = 0x0a;

/** True for a last line with space that the file system gave to it and did not fill before the power went. */
function isUnfilled(bytes: Uint8Array, start: number, end: number): boolean {
  return end === bytes.length - 1 && bytes.subarray(start, end).includes(0);
}

/** Reads one line (without its newline) that has to follow the line of hash `previous`. */
export function readJournalLine(
  place: { readonly file: string; readonly line: number },
  bytes: Uint8Array,
  previous: Digest | null,
): { event: JournalEvent; hash: Digest } {
  const damaged = (why: string, cause?: unknown) => failure('JOURNAL_DAMAGED', { ...place, why }, cause);
  const parts = splitLine(decodeText(bytes));
  if (parts === null) throw damaged('it is not a whole line.');
  if (digestOf(parts.body) !== parts.hash) throw damaged('its hash is not that of its text.');
  const content = parseJsonObject(parts.body);
  if (content?.['previous'] !== previous) throw damaged('it does not continue the line before it.');
  const found = content['format'];
  if (typeof found === 'number' && found > journalFormat)
    throw failure('NEWER_FORMAT', { file: place.file, found, known: journalFormat });
  const read = journalLineSchema.safeParse({ ...content, hash: parts.hash });
  if (!read.success) throw damaged(firstIssue(read.error), read.error);
  return read.data;
}

/** The text that is hashed, and the hash that stands at the end of the line; null: it is no such line. */
function splitLine(line: string): { readonly body: string; readonly hash: Digest } | null {
  const [member, hash] = /,"hash":"([0-9a-f]{64})"\}$/.exec(line) ?? [];
  if (member === undefined || hash === undefined) return null;
  return { body: `${line.slice(0, -member.length)}}`, hash: hash as Digest };
}

function hashMember(hash: Digest): string {
  return `,"hash":"${hash}"`;
}

function decodeText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue === undefined ? 'it is not an event.' : `${issue.path.join('.')}: ${issue.message}`;
}
