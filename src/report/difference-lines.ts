import { digestOf } from '../base/digest.ts';
import { computeChange } from '../document/compute-change.ts';
import type { DocumentName } from '../document/document-name.ts';
import { kindOf } from '../document/document-name.ts';
import { writeMString } from '../document/m-string.ts';
import { nodeEditsOf } from '../document/node-edits.ts';
import type { ShownLine } from './line-diff.ts';
import { changedLines, lineDiff } from './line-diff.ts';

/** A document as it is and as it would be; null: it does not exist. */
interface TwoStates {
  readonly name: DocumentName;
  readonly before: Uint8Array | null;
  readonly after: Uint8Array | null;
}

/**
 * What differs, for people: texts line by line, globals node by node, files that are no text by size and digest. `more` counts the lines
 * beyond `most`.
 */
export function differenceLines(
  states: TwoStates,
  most = Number.POSITIVE_INFINITY,
): { readonly lines: readonly ShownLine[]; readonly more: number } {
  const lines = kindOf(states.name) === 'global' ? nodeLines(states, most) : textLines(states);
  return { lines: lines.slice(0, most), more: Math.max(0, lines.length - most) };
}

/** Nodes beyond `most` are counted and not written out. */
function nodeLines({ name, before, after }: TwoStates, most: number): readonly ShownLine[] {
  const change = computeChange(name, before, after);
  if (change?.kind !== 'edit') return [];
  let left = most;
  return nodeEditsOf(change).flatMap(({ reference, from, to }) => {
    const sides: (readonly [ShownLine['kind'], string | null])[] = [
      ['old', from],
      ['new', to],
    ];
    return sides.flatMap(([kind, value]) => {
      if (value === null) return [];
      left -= 1;
      return [{ kind, text: left < 0 ? '' : `${reference}=${writeMString(value)}` }];
    });
  });
}

function textLines({ before, after }: TwoStates): readonly ShownLine[] {
  if (!isText(before) || !isText(after)) {
    return [...binaryLine('old', before), ...binaryLine('new', after)];
  }
  return changedLines(lineDiff(textOf(before), textOf(after)));
}

function isText(bytes: Uint8Array | null): boolean {
  return bytes?.includes(0) !== true;
}

function binaryLine(kind: 'old' | 'new', bytes: Uint8Array | null): readonly ShownLine[] {
  if (bytes === null) return [];
  return [{ kind, text: `${bytes.length} bytes that are no text, SHA-256 ${digestOf(bytes)}` }];
}

function textOf(bytes: Uint8Array | null): string {
  return bytes === null ? '' : new TextDecoder().decode(bytes);
}
