import { digestOf } from '../base/digest.ts';
import { canonicalGlobal } from './canonical-global.ts';
import { computeChange, editBetween } from './compute-change.ts';
import { kindOf } from './document-name.ts';
import type { LineMerge } from './merge-lines.ts';
import { addHeld, areAlike, collectLines, mergeLines } from './merge-lines.ts';
import { referenceAt } from './node-lines.ts';
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
  const [from, to] = [collectLines(), collectLines()];
  const foreign: string[] = [];
  const sides = [now, before, written].map((bytes) => canonicalGlobal(name, bytes));
  mergeLines(sides, (merge) => {
    if (areAlike(merge, 0, 1)) return;
    if (areAlike(merge, 0, 2)) {
      addHeld(merge, 0, from);
      addHeld(merge, 1, to);
    } else foreign.push(referenceOf(merge));
  });
  return { change: editBetween(name, from.finish(), to.finish()), foreign };
}

function referenceOf({ places, holds }: LineMerge): string {
  const place = places.find((_, side) => holds[side] === true);
  if (place === undefined) throw new Error('a node that nobody holds');
  return referenceAt(place);
}
