import { failure } from '../../base/failure.ts';
import type { DocumentName } from '../../document/document-name.ts';
import { kindOf } from '../../document/document-name.ts';
import { isUnder } from '../../document/global.ts';
import { parseNamePattern } from '../../document/name-pattern.ts';
import type { Target } from '../../ports/target.ts';

interface ChosenDocuments {
  /** Sorted, each once, no subtree of a global beside one that holds it. Those that were named without `*` may not exist. */
  readonly names: readonly DocumentName[];
  /** Patterns with a `*` that no document matches. */
  readonly unmatched: readonly string[];
}

/**
 * The documents of a live target that patterns (`document/name-pattern.ts`) choose. Takes no lock and reads no contents; the target is asked for its list only where a pattern has a
 * `*`. Failure WRONG_ARGUMENT for what is no pattern, and those of the target.
 */
export async function chooseDocuments(
  target: Pick<Target, 'list'>,
  patterns: readonly string[],
): Promise<ChosenDocuments> {
  const read = patterns.map((text) => ({ text, pattern: parseNamePattern(text) ?? refuse(text) }));
  const needsList = read.some(({ pattern }) => pattern.kind === 'many');
  const listed = needsList ? (await target.list()).map(({ name }) => name) : [];
  const found = read.map(({ text, pattern }) => ({
    text,
    names: pattern.kind === 'one' ? [pattern.name] : listed.filter(pattern.matches),
  }));
  const names = [...new Set(found.flatMap((one) => one.names))].sort();
  return {
    names: names.filter((name) => !names.some((other) => other !== name && holds(other, name))),
    unmatched: found.filter((one) => one.names.length === 0).map(({ text }) => text),
  };
}

function holds(outer: DocumentName, inner: DocumentName): boolean {
  return kindOf(outer) === 'global' && kindOf(inner) === 'global' && isUnder(inner, outer);
}

function refuse(word: string): never {
  const expected =
    'names of documents such as Lab.Router.cls, Lab.*.cls, LAB*.m, ^LabConfig or ^LabRoute("in")';
  throw failure('WRONG_ARGUMENT', { what: '--documents', word, expected });
}
