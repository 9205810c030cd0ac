import type { Instant } from '../base/instant.ts';
import type { InstalledState } from '../installed/installed-state.ts';
import type { PatchId } from '../base/names.ts';
import type { SnapshotLabel } from '../ports/vault.ts';
import type { OperatorActs } from '../plan/plan-input.ts';
import type { Desk } from './desk.ts';
import type { SiteView } from './look-at-site.ts';
import { lookAtSite } from './look-at-site.ts';
import type { Problem } from './pass-event.ts';

/**
 * What the target's register knows of this site and its state directory, as it was before this pass wrote there, does not: the last attempt. With the acts that
 * forbade something the leave to go on is gone: the site is suspended, once for each loss, until an operator resumes it. `known`: what is told already.
 */
export async function lostState(
  desk: Desk,
  seen: SiteView,
  known: readonly Problem[],
): Promise<readonly Problem[]> {
  const told = known.some(({ type }) => type === 'StateLost');
  const attempt = forgottenIn(seen);
  if (attempt === null && !told) return [];
  if (!isSuspendedFor(attempt, seen)) {
    const { lastAttempt } = seen.installed;
    await desk.log({ kind: 'suspend', ...leaveIsGone, forgotten: lastAttempt });
  }
  if (attempt === null || told) return [];
  const message = `The state directory does not know attempt ${attempt}, which is the last one by the target's register: it was lost or put back from an older copy, or it is a second one for this site. ${afterLoss}`;
  const problem: Problem = { type: 'StateLost', message };
  desk.tell({ kind: 'problem', problem });
  return [problem];
}

/** The suspension that the next pass will record; null: there is nothing to record. */
export function suspensionToCome(view: SiteView, at: Instant): OperatorActs['suspended'] {
  const attempt = forgottenIn(view);
  return attempt === null || isSuspendedFor(attempt, view) ? null : { ...leaveIsGone, at };
}

/** An attempt is journaled before it is registered, so no crash leads here. */
function forgottenIn({ installed, journal }: SiteView): number | null {
  const { lastAttempt } = installed;
  return lastAttempt === 0 || journal.attempts.has(lastAttempt) ? null : lastAttempt;
}

/** `attempt`: which one is forgotten; null: it is known otherwise that the directory is not the one that was there first. */
function isSuspendedFor(attempt: number | null, { journal }: SiteView): boolean {
  return journal.acts.some(
    (act) =>
      act.kind === 'suspend' &&
      act.forgotten !== undefined &&
      (attempt === null || act.forgotten === attempt),
  );
}

const leaveIsGone = {
  who: 'patchfleet',
  why: 'The state directory was lost, and with it the holds and suspensions that operators had given here. Say again what is to hold, then resume the site.',
};

/** What is to be done, whoever noticed. */
export const afterLoss =
  'With it go its backups, statuses that waited, and what operators said here: holds, suspensions, approvals, consents. Stop the agent and put the directory back from its own backup; where there is none, say again what is to hold, and resume the site: until then nothing is installed or removed.';

/** The backups of what is installed that are not in the vault any more. */
export async function missingBackups({ ports, setup, tell }: Desk): Promise<readonly Problem[]> {
  const { installed } = await lookAtSite(ports, setup);
  const patches = patchesWithoutBackup(installed, await ports.vault.labels());
  if (patches.length === 0) return [];
  const problem: Problem = { type: 'BackupMissing', message: backupsMissing(patches) };
  tell({ kind: 'problem', problem });
  return [problem];
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
