import type { Instant } from '../base/instant.ts';
import type { ObjectId } from '../base/names.ts';
import type { ObeyedChannel } from './installed-state.ts';

/** How long an operator's word for a commit of the channel holds, in milliseconds: long enough for a host that is away just then. */
const acceptedFor = 24 * 3_600_000;

/** True where an operator let this commit in, and not longer ago than a day; also not that far ahead of a clock that was put back. */
export function isAccepted(obeyed: ObeyedChannel | null, commit: ObjectId, now: Instant): boolean {
  const accepted = obeyed?.accepted ?? null;
  return accepted?.commit === commit && Math.abs(now - accepted.at) < acceptedFor;
}

/** The counter that this commit of a channel must not stay below; 0, below which none is, where nothing was obeyed yet, or where an operator let just this one in. */
export function leastCounter(obeyed: ObeyedChannel | null, commit: ObjectId, now: Instant): number {
  return obeyed === null || isAccepted(obeyed, commit, now) ? 0 : obeyed.counter;
}
