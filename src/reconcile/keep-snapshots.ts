import { Failure } from '../base/failure.ts';
import type { Desk } from './desk.ts';
import { lookAtSite } from './look-at-site.ts';

/** Snapshots of so many of the last attempts are kept whatever became of them. */
const recent = 20;
/** The vault is tidied only when it holds so many snapshots more than it has to. */
const slack = 30;

/**
 * Drops snapshots that nothing can ask for any more. The snapshots of an installed patch stay as long as it is
 * installed, because a removal needs them; those of an open or inconsistent attempt stay too.
 */
export async function keepSnapshots(desk: Desk): Promise<void> {
  if (!desk.holdsLock) return;
  const { vault } = desk.ports;
  const { installed } = await lookAtSite(desk.ports, desk.setup);
  const kept = new Set(
    [...installed.patches.values()]
      .filter(({ state }) => state === 'installed')
      .flatMap(({ installedBy }) => installedBy ?? []),
  );
  if (installed.open !== null) kept.add(installed.open.attempt);
  if (installed.inconsistent !== null) kept.add(installed.inconsistent.attempt);
  const saved = await vault.list();
  const needed = saved.filter(
    ({ label }) => kept.has(label.attempt) || label.attempt > installed.lastAttempt - recent,
  );
  if (saved.length - needed.length <= slack) return;
  try {
    await vault.keepOnly(new Set(needed.map(({ snapshot }) => snapshot)));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const message = `The vault could not be tidied: ${error.message}`;
    desk.tell({ kind: 'problem', problem: { type: 'SnapshotMissing', message } });
  }
}
