import type { z } from 'zod';
import { failure } from './failure.ts';
import { checkFormat } from './format-version.ts';
import { pathAsText } from './issue-path.ts';
import type { Issue } from './issue.ts';
import { schemaFindings } from './schema-findings.ts';

/** A generated JSON file is never longer than this many characters; a longer one is refused unread. */
const longest = 64 * 1024 * 1024;

/**
 * Reads a JSON text that a program wrote and checks it. Failure INVALID_FILE names every issue at once, by path (a file on
 * one line has no other places); NEWER_FORMAT where `format` is later than `known`.
 */
export function readJson<T>(schema: z.ZodType<T>, file: string, text: string, known = 1): T {
  const value = jsonValue(file, text);
  checkFormat(file, value, known);
  const result = schemaFindings(schema, value);
  if (result.kind === 'ok') return result.value;
  const issues = result.findings.slice(0, 100).map(({ path, message }): Issue => {
    return { file, line: 0, column: 0, path: pathAsText(path), message };
  });
  throw failure('INVALID_FILE', { issues });
}

function jsonValue(file: string, text: string): unknown {
  if (text.length > longest) {
    throw wholeFile(file, `has ${text.length} characters, expected at most ${longest}`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // The engine's own message may quote the file; a parameter's value has no place in a log.
    throw wholeFile(file, 'is no JSON, expected JSON (is it cut off?)');
  }
}

function wholeFile(file: string, message: string) {
  return failure('INVALID_FILE', { issues: [{ file, line: 0, column: 0, path: '', message }] });
}
