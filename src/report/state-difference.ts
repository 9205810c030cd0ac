import { classMembers } from '../document/class-members.ts';
import type { DocumentName } from '../document/document-name.ts';
import { documentName, kindOf } from '../document/document-name.ts';
import { differenceLines } from './difference-lines.ts';
import type { ShownLine } from './line-diff.ts';

/** A document before and after; null: it does not exist. */
interface TwoStates {
  readonly name: DocumentName;
  readonly before: Uint8Array | null;
  readonly after: Uint8Array | null;
}

/** How two states of a document differ, part by part. */
export interface StateDifference {
  readonly parts: readonly DifferentPart[];
  /** Of a global: how many of its nodes differ, in words; else empty. */
  readonly nodes: string;
}

interface DifferentPart {
  /** The member of a class; empty: the document itself, or what stands outside of all members. */
  readonly name: string;
  readonly change: 'added' | 'changed' | 'removed';
  readonly lines: readonly ShownLine[];
  /** Lines beyond those that are shown. */
  readonly more: number;
}

/** Classes by member, globals by node, other texts by line; of each part at most so many lines. */
export function stateDifference(states: TwoStates, most: number): StateDifference {
  const { name, before, after } = states;
  const isClass = kindOf(name) === 'class' && before !== null && after !== null && isAlike(before, after);
  if (isClass) return { parts: memberParts(textOf(before), textOf(after), most), nodes: '' };
  const { lines, more, nodes } = differenceLines(states, most);
  const change = before === null ? 'added' : after === null ? 'removed' : 'changed';
  return { parts: [{ name: '', change, lines, more }], nodes };
}

/** Both UDL, or both XML. */
function isAlike(a: Uint8Array, b: Uint8Array): boolean {
  return (a[0] === 0x3c) === (b[0] === 0x3c);
}

function memberParts(before: string, after: string, most: number): readonly DifferentPart[] {
  const [olds, news] = [partsOf(before), partsOf(after)];
  const names = [...new Set([...news.keys(), ...olds.keys()])];
  return names.flatMap((name) => {
    const [old, fresh] = [olds.get(name) ?? null, news.get(name) ?? null];
    if (old === fresh) return [];
    const change = old === null ? 'added' : fresh === null ? 'removed' : 'changed';
    const states = { name: plainDocument, before: bytesOf(old), after: bytesOf(fresh) };
    const { lines, more } = differenceLines(states, most);
    return [{ name, change, lines, more }];
  });
}

/** By name; parts of one name (what stands outside of all members, overloads of a broken text) are one. */
function partsOf(text: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const { name, text: part } of classMembers(text)) parts.set(name, (parts.get(name) ?? '') + part);
  return parts;
}

const plainDocument = documentName('/part.txt');

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function bytesOf(text: string | null): Uint8Array | null {
  return text === null ? null : new TextEncoder().encode(text);
}
