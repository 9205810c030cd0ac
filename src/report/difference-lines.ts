import { digestOf } from '../base/digest.ts';
import type { NodeDiff } from '../document/diff-nodes.ts';
import { diffNodes } from '../document/diff-nodes.ts';
import type { DocumentName } from '../document/document-name.ts';
import { kindOf } from '../document/document-name.ts';
import type { ShownLine } from './line-diff.ts';
import { changedLines, lineDiff } from './line-diff.ts';

/** A document as it is and as it would be; null: it does not exist. */
interface TwoStates {
  readonly name: DocumentName;
  readonly before: Uint8Array | null;
  readonly after: Uint8Array | null;
}

/** What differs in a document, for people. */
interface DocumentDifference {
  readonly lines: readonly ShownLine[];
  /** Lines beyond those that are shown. */
  readonly more: number;
  /** Of a global: how many of its nodes differ, in words; else empty. */
  readonly nodes: string;
}

/** Texts line by line, globals node by node, files that are no text by size and digest; at most so many lines. */
export function differenceLines(states: TwoStates, most = Number.POSITIVE_INFINITY): DocumentDifference {
  const { name, before, after } = states;
  if (kindOf(name) === 'global') {
    const { lines, length, ...counts } = diffNodes(name, before, after, most);
    return { lines, more: length - lines.length, nodes: countsAsText(counts) };
  }
  const lines = textLines(states);
  return { lines: lines.slice(0, most), more: Math.max(0, lines.length - most), nodes: '' };
}

function countsAsText(counts: Pick<NodeDiff, 'added' | 'changed' | 'deleted'>): string {
  const { added, changed, deleted } = counts;
  const nodes = added + changed + deleted === 1 ? 'node' : 'nodes';
  const parts = [
    ...(added > 0 ? [`${added} added`] : []),
    ...(changed > 0 ? [`${changed} changed`] : []),
    ...(deleted > 0 ? [`${deleted} deleted`] : []),
  ];
  return parts.length === 0 ? '' : `${nodes}: ${parts.join(', ')}`;
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
