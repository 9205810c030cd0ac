import { isFailure } from '../base/failure.ts';
import { computeRestoration } from '../document/compute-restoration.ts';
import type { DocumentName } from '../document/document-name.ts';
import { changedBytes } from '../document/apply-change.ts';
import type { ReleaseEntry } from '../desired/desired-state.ts';
import type { Blocker, Trigger } from '../plan/plan.ts';
import type { Ports } from '../ports/ports.ts';
import type { AttemptTask, PlannedChange } from './attempt-task.ts';
import type { SiteView } from './look-at-site.ts';
import { nextAttempt } from './next-attempt.ts';

/**
 * The attempt that takes an installed patch out: each of its documents goes back to what it was before, by the same
 * three-way rule as a rollback, so what others wrote since then stays, and is listed. A blocker where there is no whole backup.
 */
export async function removalTask(
  ports: Ports,
  view: SiteView,
  release: ReleaseEntry,
  trigger: Trigger,
): Promise<AttemptTask | Blocker> {
  const saved = await savedAtInstall(ports, view, release);
  if ('reason' in saved) return saved;
  const names = (await ports.vault.inventory(saved.intended)).map(({ name }) => name);
  const foreign = new Set<string>();
  return {
    attempt: nextAttempt(view),
    action: 'remove',
    patch: release.id,
    releaseDigest: release.digest,
    trigger,
    bytes: 0,
    scope: names.toSorted(),
    changes: names.map((name) => takingOut(ports, saved, name, foreign)),
    objection: () => null,
    run: null,
    checks: [],
    foreign: () => [...foreign],
  };
}

interface SavedAtInstall {
  readonly backup: string;
  readonly intended: string;
}

async function savedAtInstall(
  { vault }: Pick<Ports, 'vault'>,
  { installed }: SiteView,
  { id }: ReleaseEntry,
): Promise<SavedAtInstall | Blocker> {
  const attempt = installed.patches.get(id)?.installedBy ?? null;
  if (attempt === null)
    return impossible(`${id} was here before patchfleet was, so there is no backup to go back to.`);
  try {
    const saved = (await vault.list()).filter(({ label }) => label.attempt === attempt);
    const backup = saved.find(({ label }) => label.kind === 'backup');
    const intended = saved.find(({ label }) => label.kind === 'intended');
    if (backup === undefined || intended === undefined) {
      return impossible(`The backup that was taken when ${id} was installed is not in the vault any more.`);
    }
    await vault.inventory(backup.snapshot);
    await vault.inventory(intended.snapshot);
    return { backup: backup.snapshot, intended: intended.snapshot };
  } catch (error) {
    if (isFailure(error, 'SNAPSHOT_DAMAGED')) return impossible(error.message);
    throw error;
  }
}

function impossible(why: string): Blocker {
  const message = `It cannot be removed by itself: ${why}`;
  return { reason: 'NotPossibleHere', message, until: null, who: 'operator' };
}

function takingOut(
  { vault }: Pick<Ports, 'vault'>,
  saved: SavedAtInstall,
  name: DocumentName,
  foreign: Set<string>,
): PlannedChange {
  return {
    name,
    after: async (now) => {
      const before = await vault.read(saved.backup, name);
      const written = await vault.read(saved.intended, name);
      const restoration = computeRestoration({ name, before, written, now });
      for (const one of restoration.foreign) foreign.add(one);
      if (restoration.change === null) return now;
      const result = changedBytes(restoration.change, now);
      if (result.kind === 'conflict')
        throw new Error(`the restoration of ${name} does not fit what it was computed from`);
      return result.bytes;
    },
  };
}
