import { isFailure } from '../base/failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { SiteView } from './look-at-site.ts';

/**
 * Attempts are numbered through, by whichever of register, journal and vault knows most: a number that the first two forgot, with the
 * target and the state directory put back from a tape, still names snapshots of another attempt.
 */
export async function nextAttempt(
  { vault }: Pick<Ports, 'vault'>,
  { installed, journal }: SiteView,
): Promise<number> {
  const saved = (await savedSnapshots(vault)).map(({ label }) => label.attempt);
  return [...saved, ...journal.attempts.keys()].reduce((a, b) => Math.max(a, b), installed.lastAttempt) + 1;
}

/** A vault that cannot be read saves nothing either, and the attempt is refused for that. */
async function savedSnapshots(vault: Ports['vault']): ReturnType<Ports['vault']['list']> {
  try {
    return await vault.list();
  } catch (error) {
    if (isFailure(error, 'SNAPSHOT_DAMAGED')) return [];
    throw error;
  }
}
