import { computeRestoration } from '../document/compute-restoration.ts';
import type { DocumentName } from '../document/document-name.ts';
import { changedBytes } from '../document/apply-change.ts';
import type { ReleaseEntry } from '../desired/desired-state.ts';
import type { Trigger } from '../plan/plan.ts';
import type { Ports } from '../ports/ports.ts';
import type { AttemptTask, PlannedChange } from './attempt-task.ts';
import type { SiteView } from './look-at-site.ts';
import { nextAttempt } from './next-attempt.ts';

/**
 * The attempt that takes an installed patch out: each of its documents goes back to what it was before, by the same
 * three-way rule as a rollback, so what others wrote since then stays. Null: its backup is not in the vault any more.
 */
export async function removalTask(
  ports: Ports,
  view: SiteView,
  release: ReleaseEntry,
  trigger: Trigger,
): Promise<AttemptTask | null> {
  const saved = await savedAtInstall(ports, view, release);
  if (saved === null) return null;
  const names = (await ports.vault.inventory(saved.intended)).map(({ name }) => name);
  return {
    attempt: nextAttempt(view),
    action: 'remove',
    patch: release.id,
    releaseDigest: release.digest,
    trigger,
    bytes: 0,
    scope: names.toSorted(),
    changes: names.map((name) => takingOut(ports, saved, name)),
    objection: () => null,
    run: null,
    checks: [],
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
): Promise<SavedAtInstall | null> {
  const attempt = installed.patches.get(id)?.installedBy ?? null;
  const saved = (await vault.list()).filter(({ label }) => label.attempt === attempt);
  const backup = saved.find(({ label }) => label.kind === 'backup');
  const intended = saved.find(({ label }) => label.kind === 'intended');
  if (backup === undefined || intended === undefined) return null;
  return { backup: backup.snapshot, intended: intended.snapshot };
}

function takingOut(
  { vault }: Pick<Ports, 'vault'>,
  saved: SavedAtInstall,
  name: DocumentName,
): PlannedChange {
  return {
    name,
    after: async (now) => {
      const before = await vault.read(saved.backup, name);
      const written = await vault.read(saved.intended, name);
      const { change } = computeRestoration({ name, before, written, now });
      if (change === null) return now;
      const result = changedBytes(change, now);
      return result.kind === 'applied' ? result.bytes : now;
    },
  };
}
