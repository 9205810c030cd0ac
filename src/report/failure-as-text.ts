import type { Failure } from '../base/failure.ts';
import { redact } from '../base/redact.ts';
import type { Paint } from './paint.ts';

/**
 * A failure for people: what happened, and what to do next. Without secrets: those given, and what looks like one; without
 * anything that steers a terminal.
 */
export function failureAsText(
  failure: Pick<Failure, 'message' | 'hint'>,
  paint: Paint,
  secrets: readonly string[] = [],
): string {
  const [first = '', ...rest] = printable(redact(failure.message, secrets)).split('\n');
  const hint = printable(redact(failure.hint, secrets));
  return [`${paint('bad', 'Error:')} ${first}`, ...rest, `${paint('dim', 'Hint:')} ${hint}`].join('\n');
}

/** Keeps the lines of a list of issues, and nothing else that controls. */
function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n]|[\u2028-\u202e\u2066-\u2069]/gu, ' ');
}
