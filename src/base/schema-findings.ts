import type { z } from 'zod';
import type { IssuePath } from './issue-path.ts';

/** One thing that a value has wrong; `atKey`: the last part of the path is a key that should not be there. */
export interface Finding {
  readonly path: IssuePath;
  readonly atKey: boolean;
  readonly message: string;
}

type Checked<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'wrong'; readonly findings: readonly Finding[] };

/**
 * Checks a value and says each thing that is wrong in words: what it is, and what is expected. A schema's own message is
 * the second half only ("expected a patch id such as …"); the value is put before it.
 */
export function schemaFindings<T>(schema: z.ZodType<T>, value: unknown): Checked<T> {
  const result = schema.safeParse(value, { error: inWords });
  if (result.success) return { kind: 'ok', value: result.data };
  return { kind: 'wrong', findings: result.error.issues.flatMap((issue) => findingsOf(issue, value, [])) };
}

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];

function inWords(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${typeInWords(issue.expected)}`;
    case 'invalid_value':
      return `expected ${listInWords(issue.values.map((value) => JSON.stringify(value)))}`;
    case 'too_big':
    case 'too_small':
      return `expected ${boundInWords(issue)}`;
    case 'unrecognized_keys':
      return `expected ${listInWords(knownKeys(issue.inst))}`;
    case 'not_multiple_of':
      return `expected a multiple of ${String(issue.divisor)}`;
    case 'invalid_format':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return undefined;
  }
}

function findingsOf(issue: z.core.$ZodIssue, root: unknown, before: IssuePath): Finding[] {
  const path = [...before, ...issue.path];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: [...path, key],
        atKey: true,
        message: `is not a known key, ${issue.message}`,
      }));
    case 'invalid_union': {
      const nearest = nearestBranch(issue.errors);
      if (nearest !== null) return nearest.flatMap((inner) => findingsOf(inner, root, path));
      return [
        { path, atKey: false, message: `${valueInWords(valueAt(root, path))}, ${unionInWords(issue)}` },
      ];
    }
    case 'invalid_key':
      return issue.issues.map((inner) => ({
        path,
        atKey: true,
        message: withValue(inner.message, path.at(-1)),
      }));
    case 'invalid_type':
    case 'invalid_value':
    case 'too_big':
    case 'too_small':
    case 'not_multiple_of':
    case 'invalid_format':
    case 'invalid_element':
    case 'custom':
      return [{ path, atKey: false, message: withValue(issue.message, valueAt(root, path)) }];
  }
}

/** Of a union's branches the one that fits the value's shape, so that its own issues are told. */
function nearestBranch(
  branches: readonly (readonly z.core.$ZodIssue[])[],
): readonly z.core.$ZodIssue[] | null {
  const fitting = branches.filter((issues) => !issues.some(missesTheShape));
  return fitting.toSorted((a, b) => a.length - b.length)[0] ?? null;
}

function missesTheShape(issue: z.core.$ZodIssue): boolean {
  return issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value');
}

function unionInWords(issue: z.core.$ZodIssueInvalidUnion): string {
  if (issue.message.startsWith('expected ')) return issue.message;
  const wanted = issue.errors.flatMap((branch) => branch.slice(0, 1).map(({ message }) => message));
  const words = wanted.map((message) => message.replace(/^expected /, ''));
  return `expected ${listInWords([...new Set(words)])}`;
}

function withValue(message: string, value: unknown): string {
  return message.startsWith('expected ') ? `${valueInWords(value)}, ${message}` : message;
}

function valueInWords(value: unknown): string {
  if (value === undefined) return 'is missing';
  if (value === null) return 'is empty';
  if (Array.isArray(value)) return `is a list of ${value.length}`;
  if (typeof value === 'object') return 'is a map';
  const text = JSON.stringify(value);
  return `is ${typeof value === 'string' ? '' : `the ${typeof value} `}${text.length > 80 ? `${text.slice(0, 80)}…` : text}`;
}

function typeInWords(expected: string): string {
  switch (expected) {
    case 'string':
      return 'a text (numbers, true, false and null need quotes)';
    case 'object':
    case 'record':
      return 'a map of keys and values';
    case 'array':
      return 'a list';
    case 'int':
      return 'a whole number';
    case 'boolean':
      return 'true or false';
    case 'null':
      return 'nothing (null)';
    default:
      return `a ${expected}`;
  }
}

function boundInWords(issue: z.core.$ZodRawIssue<z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall>): string {
  const [word, limit] = issue.code === 'too_big' ? ['at most', issue.maximum] : ['at least', issue.minimum];
  return `${word} ${String(limit)}${units.get(issue.origin) ?? ''}`;
}

const units: ReadonlyMap<string, string> = new Map([
  ['string', ' characters'],
  ['array', ' entries'],
  ['map', ' keys'],
]);

function knownKeys(schema: unknown): string[] {
  const shape: unknown = (schema as { _zod?: { def?: { shape?: unknown } } } | undefined)?._zod?.def?.shape;
  return typeof shape === 'object' && shape !== null ? Object.keys(shape) : [];
}

function listInWords(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? 'nothing';
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

function valueAt(root: unknown, path: IssuePath): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}
