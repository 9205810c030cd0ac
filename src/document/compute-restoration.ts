import { digestOf } from '../base/digest.ts';
import type { NodeEdit } from './change.ts';
import { computeChange, editOf, nodesOf } from './compute-change.ts';
import { kindOf } from './document-name.ts';
import { compareReferences } from './global.ts';
import type { Restoration, ThreeStates } from './three-way.ts';

/**
 * How what we wrote is undone without touching what others wrote: now = what we wrote → put back what was; now = what was
 * → leave; anything else → leave and list. A global is compared node by node, every other document as a whole.
 */
export function computeRestoration(states: ThreeStates): Restoration {
  return kindOf(states.name) === 'global' ? restoreGlobal(states) : restoreWhole(states);
}

function restoreWhole({ name, before, written, now }: ThreeStates): Restoration {
  if (sameBytes(now, before)) return { change: null, foreign: [] };
  if (sameBytes(now, written)) return { change: computeChange(name, now, before), foreign: [] };
  return { change: null, foreign: [name] };
}

function sameBytes(a: Uint8Array | null, b: Uint8Array | null): boolean {
  if (a === null || b === null) return a === b;
  return a.length === b.length && digestOf(a) === digestOf(b);
}

function restoreGlobal({ name, before, written, now }: ThreeStates): Restoration {
  const was = nodesOf(name, before);
  const wrote = nodesOf(name, written);
  const is = nodesOf(name, now);
  const edits: NodeEdit[] = [];
  const foreign: string[] = [];
  for (const reference of new Set([...was.keys(), ...wrote.keys(), ...is.keys()])) {
    const from = is.get(reference) ?? null;
    const to = was.get(reference) ?? null;
    if (from === to) continue;
    if (from === (wrote.get(reference) ?? null)) edits.push({ reference, from, to });
    else foreign.push(reference);
  }
  return { change: editOf(name, edits), foreign: foreign.sort(compareReferences) };
}
