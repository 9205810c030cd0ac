import type { DocumentName } from '../../../document/document-name.ts';
import type { CompileProblem } from '../../../ports/target.ts';
import { lost } from './asking.ts';
import type { RequestLine } from './helper-message.ts';
import { valuesOf } from './helper-message.ts';
import { compileFlags } from './load-file.ts';
import type { Ask, Hold } from './reach.ts';

/** Compiles documents together, so that they may need each other, and says of which of them what the compiler complained. */
export async function compileInIris(
  hold: Hold,
  names: readonly DocumentName[],
): Promise<readonly CompileProblem[]> {
  const [first] = names;
  if (first === undefined) return [];
  const complaints = await hold.compile(names, compileFlags(names));
  return [...new Set(complaints)].map((complaint) => ({
    name: names.find((name) => complaint.includes(name)) ?? first,
    why: complaint.slice(0, 500),
  }));
}

/** Asks the helper to compile. */
export async function compileByHelper(
  ask: Ask,
  names: readonly string[],
  flags: string,
  target: string,
): Promise<readonly string[]> {
  const lines: RequestLine[] = [['flags', flags], ...names.map((name): RequestLine => ['document', name])];
  const answer = await ask({ action: 'compile', lines });
  if (valuesOf(answer, 'lost') !== null) throw lost({ target });
  return answer.lines.filter(({ key }) => key === 'failed').map(({ values }) => values[0] ?? '');
}
