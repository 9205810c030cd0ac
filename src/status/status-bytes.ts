import { z } from 'zod';
import { failure } from '../base/failure.ts';
import { tellableText } from './tellable-text.ts';
import { withoutSubscripts } from './without-subscripts.ts';

/** A file of a status branch is never longer; a longer one is refused unread. */
const longest = 16 * 1024 * 1024;

/**
 * JSON that people can read and compare: keys in the order of the schema, two blanks, one newline at the end. No secret leaves here, and
 * no subscript of a global: both are taken out of the content before the schema cuts its texts.
 */
export function statusBytes<T>(schema: z.ZodType<T>, content: T, secrets: readonly string[]): Uint8Array {
  const file = z.encode(schema, tellable(content, secrets));
  const shown = (_key: string, value: unknown) =>
    typeof value === 'string' ? withoutSubscripts(value) : value;
  return new TextEncoder().encode(`${JSON.stringify(file, shown, 2)}\n`);
}

/** What these hold has a form of its own, or a meaning for programs; all other texts are for people. */
const identifiers: ReadonlySet<string> = new Set([
  ...[
    'site',
    'patch',
    'commit',
    'channel',
    'releaseDigest',
    'proof',
    'journalHead',
    'name',
    'before',
    'after',
  ],
  ...['digest', 'proofBefore', 'proofAfter', 'scope', 'outcome', 'action', 'type'],
]);

function tellable<T>(content: T, secrets: readonly string[]): T {
  const told = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return identifiers.has(key) ? value : tellableText(value, secrets);
    if (Array.isArray(value)) return value.map((member: unknown) => told(member, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, told(member, name)]));
  };
  return told(content, '') as T;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of a file of a status branch. Failure INVALID_FILE where it is too long or no UTF-8. */
export function readStatusText(file: string, bytes: Uint8Array): string {
  if (bytes.length > longest) throw wholeFile(file, `has ${bytes.length} bytes, expected at most ${longest}`);
  try {
    return decoder.decode(bytes);
  } catch (error) {
    throw wholeFile(file, 'is not UTF-8 text', error);
  }
}

function wholeFile(file: string, message: string, cause?: unknown): Error {
  return failure('INVALID_FILE', { issues: [{ file, line: 0, column: 0, path: '', message }] }, cause);
}
