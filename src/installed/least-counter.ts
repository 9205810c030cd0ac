import type { ObjectId } from '../base/names.ts';
import type { ObeyedChannel } from './installed-state.ts';

/** The counter that this commit of a channel must not stay below; 0, below which none is, where nothing was obeyed yet, or where an operator let just this one in. */
export function leastCounter(obeyed: ObeyedChannel | null, commit: ObjectId): number {
  return obeyed === null || obeyed.accepted === commit ? 0 : obeyed.counter;
}
