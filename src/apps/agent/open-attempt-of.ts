import type { SiteEvent } from '../served-site.ts';

/** The attempt that is under way after an event, given the one before it; null: none, so that nothing is lost where the pass is cut. */
export function openAttemptOf(before: number | null, event: SiteEvent): number | null {
  if (event.kind === 'settling') return event.attempt;
  if (event.kind === 'pass-ended') return null;
  if (event.kind !== 'journaled' || !('attempt' in event.fact)) return before;
  switch (event.fact.kind) {
    case 'refused':
    case 'abandoned':
    case 'rolled-back':
    case 'inconsistent':
    case 'done':
    case 'told':
      return null;
    case 'started':
    case 'staged':
    case 'backing-up':
    case 'backed-up':
    case 'installing':
    case 'running':
    case 'ran':
    case 'observed':
    case 'verifying':
    case 'committed':
    case 'rolling-back':
    case 'snapshotted':
      return event.fact.attempt;
  }
}
