import type { SiteEvent } from '../served-site.ts';

/**
 * The attempt that is under way after an event, given the one before it; null: none, so that nothing is lost where the pass is cut. Undone
 * is not over: a production may have to be started yet.
 */
export function openAttemptOf(before: number | null, event: SiteEvent): number | null {
  if (event.kind === 'settling') return event.attempt;
  if (event.kind === 'pass-ended') return null;
  if (event.kind !== 'journaled' || !('attempt' in event.fact)) return before;
  return event.fact.kind === 'done' || event.fact.kind === 'told' ? null : event.fact.attempt;
}
