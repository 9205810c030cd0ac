import { Failure } from '../base/failure.ts';
import type { Desk } from './desk.ts';
import { dispensable } from './dispensable-snapshots.ts';
import { lookAtSite } from './look-at-site.ts';

/** Snapshots of so many of the last attempts are kept whatever became of them. */
const recent = 20;
/** The vault is tidied only when it holds so many snapshots more than it has to. */
const slack = 30;
/** Of so many of the last attempts, where the vault takes more than it may: fewer and fewer until that is enough. */
const recentOverLimit = [recent, 5, 1, 0];

/**
 * Drops snapshots that nothing can ask for any more. The snapshots of an installed patch stay as long as it is
 * installed, because a removal needs them; those of an open, inconsistent or untold attempt stay too. Where the vault takes
 * more than `limit` bytes, those of the last attempts go as well, the oldest first; what is needed stays, however much it takes.
 */
export async function keepSnapshots(desk: Desk, limit: number | null): Promise<void> {
  const { vault } = desk.ports;
  try {
    if (limit !== null && (await vault.size()) > limit) await keepBelow(desk, limit);
    else if (desk.holdsLock) await drop(desk, recent, slack);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const message = `The vault could not be tidied: ${error.message}`;
    desk.tell({ kind: 'problem', problem: { type: 'SnapshotMissing', message } });
  }
}

async function keepBelow(desk: Desk, limit: number): Promise<void> {
  const { vault } = desk.ports;
  for (const kept of recentOverLimit) {
    await drop(desk, kept, 0);
    if ((await vault.size()) <= limit) return;
  }
}

/** Takes the lock only where there is something to drop. */
async function drop(desk: Desk, kept: number, tolerated: number): Promise<void> {
  const { vault } = desk.ports;
  const asked = dispensable(await vault.list(), await lookAtSite(desk.ports, desk.setup), kept);
  if (asked.length <= tolerated) return;
  await desk.session();
  const saved = await vault.list();
  const gone = new Set(dispensable(saved, await lookAtSite(desk.ports, desk.setup), kept));
  await vault.keepOnly(new Set(saved.map(({ snapshot }) => snapshot).filter((one) => !gone.has(one))));
}
