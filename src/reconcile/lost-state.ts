import type { InstalledState } from '../installed/installed-state.ts';
import type { PatchId } from '../base/names.ts';
import type { Ports } from '../ports/ports.ts';
import type { SnapshotLabel } from '../ports/vault.ts';
import type { Desk } from './desk.ts';
import type { SiteView } from './look-at-site.ts';
import { lookAtSite } from './look-at-site.ts';
import type { Problem } from './pass-event.ts';

/**
 * What the target's register knows of this site and its state directory does not: the last attempt, and the backups of what is installed. `known`:
 * what is told already.
 */
export async function lostState(desk: Desk, known: readonly Problem[]): Promise<readonly Problem[]> {
  const view = await lookAtSite(desk.ports, desk.setup);
  const told = known.some(({ type }) => type === 'StateLost');
  const problems = [...(told ? [] : forgotten(view)), ...(await withoutBackups(desk.ports, view))];
  for (const problem of problems) desk.tell({ kind: 'problem', problem });
  return problems;
}

/** An attempt is journaled before it is registered, so no crash leads here. */
function forgotten({ installed, journal }: SiteView): readonly Problem[] {
  const { lastAttempt } = installed;
  if (lastAttempt === 0 || journal.attempts.has(lastAttempt)) return [];
  const message = `The state directory does not know attempt ${lastAttempt}, which is the last one by the target's register: it was lost or put back from an older copy, or it is a second one for this site. ${afterLoss}`;
  return [{ type: 'StateLost', message }];
}

/** What is to be done, whoever noticed. */
export const afterLoss =
  'With it go its backups, statuses that waited, and what operators said here: holds, suspensions, approvals, consents. Stop the agent and put the directory back from its own backup; where there is none, say again what is to hold.';

async function withoutBackups(
  { vault }: Pick<Ports, 'vault'>,
  { installed }: SiteView,
): Promise<readonly Problem[]> {
  const patches = patchesWithoutBackup(installed, await vault.labels());
  if (patches.length === 0) return [];
  return [{ type: 'BackupMissing', message: backupsMissing(patches) }];
}

/** Patches that an attempt installed whose backup is not in the vault; `labels` are those of the vault. */
export function patchesWithoutBackup(
  { patches }: Pick<InstalledState, 'patches'>,
  labels: readonly SnapshotLabel[],
): readonly PatchId[] {
  const backedUp = new Set(labels.flatMap(({ kind, attempt }) => (kind === 'backup' ? attempt : [])));
  return [...patches.values()]
    .filter(
      ({ state, installedBy }) => state === 'installed' && installedBy !== null && !backedUp.has(installedBy),
    )
    .map(({ patch }) => patch);
}

const mostNamed = 10;

function backupsMissing(patches: readonly PatchId[]): string {
  const more = patches.length > mostNamed ? ` and ${patches.length - mostNamed} more` : '';
  const names = `${patches.slice(0, mostNamed).join(', ')}${more}`;
  return `No backup is in the vault of what these installed patches replaced: ${names}. They cannot be removed by themselves: put the state directory back from its own backup, or undo them by a further patch.`;
}
