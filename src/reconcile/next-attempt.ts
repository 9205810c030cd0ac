import type { SiteView } from './look-at-site.ts';

/** Attempts are numbered through, by whichever of register and journal knows more. */
export function nextAttempt({ installed, journal }: SiteView): number {
  return Math.max(installed.lastAttempt, 0, ...journal.attempts.keys()) + 1;
}
