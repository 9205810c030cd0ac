import { failure } from '../base/failure.ts';
import { redact } from '../base/redact.ts';
import { withoutSubscripts } from './without-subscripts.ts';

/** A file of a status branch is never longer; a longer one is refused unread. */
const longest = 16 * 1024 * 1024;

/**
 * JSON that people can read and compare: keys in the order of the schema, two blanks, one newline at the end. No secret leaves here, and
 * no subscript of a global.
 */
export function statusBytes(content: unknown, secrets: readonly string[]): Uint8Array {
  const redacted = (_key: string, value: unknown) =>
    typeof value === 'string' ? withoutSubscripts(redact(value, secrets)) : value;
  return new TextEncoder().encode(`${JSON.stringify(content, redacted, 2)}\n`);
}

/** The text of a file of a status branch. Failure INVALID_FILE where it is too long or no UTF-8. */
export function readStatusText(file: string, bytes: Uint8Array): string {
  if (bytes.length > longest) throw wholeFile(file, `has ${bytes.length} bytes, expected at most ${longest}`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw wholeFile(file, 'is not UTF-8 text', error);
  }
}

function wholeFile(file: string, message: string, cause?: unknown): Error {
  return failure('INVALID_FILE', { issues: [{ file, line: 0, column: 0, path: '', message }] }, cause);
}
