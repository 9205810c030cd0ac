import type { SnapshotLabel } from '../ports/vault.ts';
import type { SiteView } from './look-at-site.ts';

/** The snapshots that no rollback, no removal and no record of an attempt can ask for, but those of the last `kept` attempts. */
export function dispensable(
  saved: readonly { readonly snapshot: string; readonly label: SnapshotLabel }[],
  { installed, journal }: Pick<SiteView, 'installed' | 'journal'>,
  kept: number,
): readonly string[] {
  const needed = new Set<number>();
  for (const { state, installedBy } of installed.patches.values())
    if (state === 'installed' && installedBy !== null) needed.add(installedBy);
  if (installed.open !== null) needed.add(installed.open.attempt);
  if (installed.inconsistent !== null) needed.add(installed.inconsistent.attempt);
  for (const { attempt, end, told } of journal.attempts.values())
    if (end === null || !told) needed.add(attempt);
  return saved
    .filter(({ label }) => !needed.has(label.attempt) && label.attempt <= installed.lastAttempt - kept)
    .map(({ snapshot }) => snapshot);
}
