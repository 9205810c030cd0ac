import { failure } from '../../../base/failure.ts';
import type { NodeEdit } from '../../../document/change.ts';
import type { DocumentName } from '../../../document/document-name.ts';
import { globalBuilder } from '../../../document/global-builder.ts';
import type { GlobalReference } from '../../../document/global-reference.ts';
import { writeReference } from '../../../document/global-reference.ts';
import { parseReference } from '../../../document/global.ts';
import type { RequestLine } from './helper-message.ts';
import { valuesOf } from './helper-message.ts';
import type { Asking } from './asking.ts';
import { lost } from './asking.ts';

/** Canonical bytes of the nodes at and below a reference; null: there is none. Read in pages; what others write meanwhile may show in part. */
export async function readGlobalNodes(asking: Asking, root: DocumentName): Promise<Uint8Array | null> {
  const nodes = globalBuilder();
  let [count, after]: [number, RequestLine | null] = [0, null];
  for (;;) {
    const answer = await asking.ask({
      action: 'nodes',
      lines: [['most', String(page)], referenceLine('root', root), ...(after === null ? [] : [after])],
    });
    for (const { key, values } of answer.lines) {
      if (key !== 'node') continue;
      const [value = '', name = '', ...subscripts] = values;
      const reference: GlobalReference = { name: withCaret(name), subscripts };
      if (nodes.add(reference, value)) count += 1;
      after = ['after', reference.name, ...subscripts];
    }
    if (valuesOf(answer, 'more') === null) return count === 0 ? null : nodes.finish();
  }
}

/** Values of single nodes by their references, in a few questions; those without one are missing. */
export async function readNodeValues(
  { ask }: Asking,
  references: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (let at = 0; at < references.length; at += page) {
    const asked = references.slice(at, at + page);
    const { lines } = await ask({
      action: 'values',
      lines: asked.map((text) => referenceLine('node', text)),
    });
    for (const { values } of lines) {
      const [value = '', name = '', ...subscripts] = values;
      found.set(writeReference({ name: withCaret(name), subscripts }), value);
    }
  }
  return found;
}

/** $QSUBSCRIPT gives the name with its caret; asked for again all the same. */
function withCaret(name: string): string {
  return name.startsWith('^') ? name : `^${name}`;
}

/** So many nodes come in one answer. */
const page = 2000;

/** Changes nodes in one transaction; false where one of them is not as expected, and then none was changed. */
export async function editNodes(asking: Asking, edits: readonly NodeEdit[]): Promise<boolean> {
  const answer = await asking.ask({ action: 'edit', lines: edits.map(editLine) });
  if (valuesOf(answer, 'lost') !== null) throw lost(asking);
  return valuesOf(answer, 'done') !== null;
}

function editLine({ reference, from, to }: NodeEdit): RequestLine {
  const { name, subscripts } = referenceOf(reference);
  return ['edit', flag(from), from ?? '', flag(to), to ?? '', name, ...subscripts];
}

function flag(value: string | null): string {
  return value === null ? '0' : '1';
}

function referenceLine(key: string, text: string): RequestLine {
  const { name, subscripts } = referenceOf(text);
  return [key, name, ...subscripts];
}

function referenceOf(text: string): GlobalReference {
  const reference = parseReference(text);
  if (reference !== null) return reference;
  const issues = [{ file: text, line: 0, column: 0, path: '', message: 'this is no global reference' }];
  throw failure('INVALID_FILE', { issues });
}
