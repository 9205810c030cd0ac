import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { failure } from './failure.ts';
import { checkFormat } from './format-version.ts';
import { pathAsText } from './issue-path.ts';
import type { Finding } from './schema-findings.ts';
import { schemaFindings } from './schema-findings.ts';
import { offsetOfDepth } from './yaml-depth.ts';
import { offsetOf } from './yaml-place.ts';
import type { YamlFinding } from './yaml-value.ts';
import { deepestYaml, tooDeep, yamlValue } from './yaml-value.ts';

/** A YAML file is never longer than this many characters; a longer one is refused unread. */
const longest = 4 * 1024 * 1024;
/** What is wrong beyond this is told after the first was mended. */
const mostFindings = 100;

/**
 * Reads YAML 1.2 (core schema) and checks it. Failure INVALID_FILE names every issue at once with line, column and path:
 * syntax, tabs, duplicate keys, keys that are no text, aliases that would explode, unknown keys, wrong values.
 * Failure NEWER_FORMAT where `format` is later than `known`.
 */
export function readYaml<T>(schema: z.ZodType<T>, file: string, text: string, known = 1): T {
  const source = openYaml(file, text);
  checkFormat(file, source.value, known);
  const result = schemaFindings(schema, source.value);
  if (result.kind === 'wrong') throw source.invalid(result.findings);
  return result.value;
}

/** A YAML file whose syntax is sound, and what makes failures that point into it. */
interface YamlSource {
  readonly value: unknown;
  /** The failure INVALID_FILE for these findings, each with its line and column. */
  invalid(findings: readonly Finding[]): Error;
}

/** Reads the syntax alone; for checks that a schema cannot make, the source makes the failure. */
export function openYaml(file: string, text: string): YamlSource {
  const invalid = (findings: readonly YamlFinding[]) => invalidFile(file, text, findings);
  if (text.length > longest) {
    throw invalid([{ ...wholeFile, message: `has ${text.length} characters, expected at most ${longest}` }]);
  }
  const { document, value } = parsed(text, invalid);
  return {
    value,
    invalid: (findings) =>
      invalid(
        findings.slice(0, mostFindings).map((found) => ({ ...found, offset: offsetOf(document, found) })),
      ),
  };
}

const wholeFile = { path: [], offset: null } as const;

function parsed(text: string, invalid: (findings: readonly YamlFinding[]) => Error) {
  const deep = offsetOfDepth(text, 2 + deepestYaml);
  if (deep !== null) throw invalid([{ ...wholeFile, offset: deep, message: tooDeep }]);
  const document = parseDocument(text, strictly);
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) {
    throw invalid(
      broken.slice(0, mostFindings).map(({ pos, message }) => ({ ...wholeFile, offset: pos[0], message })),
    );
  }
  const { value, findings } = yamlValue(document);
  if (findings.length > 0) throw invalid(findings);
  return { document, value };
}

const strictly = {
  version: '1.2',
  schema: 'core',
  strict: true,
  // yamlValue looks for duplicates: the package would compare each key with each other one.
  uniqueKeys: false,
  merge: false,
  resolveKnownTags: false,
  prettyErrors: false,
  logLevel: 'error',
} as const;

function invalidFile(file: string, text: string, findings: readonly YamlFinding[]): Error {
  const issues = findings.slice(0, mostFindings).map(({ path, offset, message }) => {
    return { file, ...placeIn(text, offset), path: pathAsText(path), message };
  });
  return failure('INVALID_FILE', { issues });
}

function placeIn(text: string, offset: number | null) {
  if (offset === null) return { line: 0, column: 0 };
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}
