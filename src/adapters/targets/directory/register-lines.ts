import { z } from 'zod';
import type { Digest } from '../../../base/digest.ts';
import { digestOf } from '../../../base/digest.ts';
import { failure } from '../../../base/failure.ts';

/** A register as it was read: `size` counts the bytes of its whole lines; what follows them is a torn tail, to be cut. */
export interface ReadRegister {
  readonly entries: readonly string[];
  /** Hash of the last whole line, which the next one names; null: there is none. */
  readonly head: Digest | null;
  readonly size: number;
}

/** Format of the lines that are written, and the newest that is read. */
const format = 1;
const newline = 0x0a;
const schema = z.strictObject({
  format: z.literal(format),
  previous: z.string().nullable(),
  entries: z.array(z.unknown()),
});

/**
 * The line, with its newline, that adds these entries (JSON texts) behind the line of hash `previous`: all of them stand in one
 * line, so that a crash cannot keep some. They come back as JSON.stringify writes them.
 */
export function registerLine(entries: readonly string[], previous: Digest | null): string {
  const values = entries.map((entry) => JSON.parse(entry) as unknown);
  const body = JSON.stringify({ format, previous, entries: values });
  return `${body.slice(0, -1)},"hash":"${digestOf(body)}"}\n`;
}

/**
 * Reads a whole register. A last line without its newline, or with bytes that the file system never filled, never happened.
 * Failure REGISTER_DAMAGED for anything else that is wrong, NEWER_FORMAT for lines of a newer program.
 */
export function readRegister(target: string, bytes: Uint8Array): ReadRegister {
  const entries: string[] = [];
  let head: Digest | null = null;
  let size = 0;
  for (let line = 1; ; line += 1) {
    const end = bytes.indexOf(newline, size);
    const text = end < 0 ? null : Buffer.from(bytes.subarray(size, end)).toString();
    if (text === null || (end === bytes.length - 1 && text.includes('\0'))) return { entries, head, size };
    const read = readLine({ target, line }, text, head);
    entries.push(...read.entries);
    head = read.hash;
    size = end + 1;
  }
}

function readLine(
  { target, line }: { readonly target: string; readonly line: number },
  text: string,
  previous: Digest | null,
): { entries: readonly string[]; hash: Digest } {
  const damaged = (why: string) => failure('REGISTER_DAMAGED', { target, why: `line ${line}: ${why}` });
  const [member, hash] = /,"hash":"([0-9a-f]{64})"\}$/.exec(text) ?? [];
  if (member === undefined) throw damaged('it is not a whole line.');
  const body = `${text.slice(0, -member.length)}}`;
  const found = digestOf(body);
  if (found !== hash) throw damaged('its hash is not that of its text.');
  const content = JSON.parse(body) as unknown;
  const newer = z.object({ format: z.int().min(format + 1) }).safeParse(content);
  if (newer.success)
    throw failure('NEWER_FORMAT', { file: `register of ${target}`, found: newer.data.format, known: format });
  const read = schema.safeParse(content);
  if (!read.success) throw damaged('it is not a line of a register.');
  if (read.data.previous !== previous) throw damaged('it does not continue the line before it.');
  return { entries: read.data.entries.map((entry) => JSON.stringify(entry)), hash: found };
}
