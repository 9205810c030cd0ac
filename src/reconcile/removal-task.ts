import { isFailure } from '../base/failure.ts';
import type { PatchId } from '../base/names.ts';
import { computeRestoration } from '../document/compute-restoration.ts';
import type { DocumentName } from '../document/document-name.ts';
import { kindOf } from '../document/document-name.ts';
import { isUnder } from '../document/global.ts';
import { valuesOf } from '../document/node-part.ts';
import { changedBytes } from '../document/apply-change.ts';
import type { ReleaseEntry } from '../desired/desired-state.ts';
import type { Blocker, Trigger } from '../plan/plan.ts';
import { notRemovable, wasHereBefore } from '../plan/removals.ts';
import type { Ports } from '../ports/ports.ts';
import type { AttemptTask, PlannedChange, PlannedNodes } from './attempt-task.ts';
import type { SiteView } from './look-at-site.ts';
import { nextAttempt } from './next-attempt.ts';
import type { SavedAttempt } from './saved-attempt.ts';
import { leftBy, nodeSidesOf, readSavedAttempt, snapshotsOf } from './saved-attempt.ts';

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
  const names = outermost([...saved.intendedNames, ...saved.touched]);
  const foreign = new Set<string>(untold(view, release));
  const nodes: PlannedNodes[] = [];
  for (const name of saved.undeclared) nodes.push(await takingOutNodes(ports, saved, name, foreign));
  return {
    attempt: await nextAttempt(ports, view),
    action: 'remove',
    patch: release.id,
    releaseDigest: release.digest,
    trigger,
    bytes: 0,
    scope: names.toSorted(),
    changes: names.map((name) => ({ name, after: takingOut(() => sidesOf(ports, saved, name), foreign) })),
    nodes,
    objection: () => null,
    production: 'none',
    uncompilable: [],
    run: null,
    checks: [],
    rehearsal: false,
    foreign: () => [...foreign],
  };
}

/** Why an installed patch cannot be taken out, however the plan stands; null: it can. */
export async function whyNotRemovable(
  ports: Pick<Ports, 'vault'>,
  view: SiteView,
  patch: PatchId,
): Promise<string | null> {
  const saved = await savedAtInstall(ports, view, { id: patch });
  return 'reason' in saved ? saved.message : null;
}

/** What lies inside of another one is taken out with it. */
function outermost(names: readonly DocumentName[]): DocumentName[] {
  const all = [...new Set(names)];
  return all.filter(
    (name) => !all.some((other) => other !== name && kindOf(name) === 'global' && isUnder(name, other)),
  );
}

async function savedAtInstall(
  { vault }: Pick<Ports, 'vault'>,
  { installed, journal }: SiteView,
  { id }: Pick<ReleaseEntry, 'id'>,
): Promise<SavedAttempt | Blocker> {
  const attempt = installed.patches.get(id)?.installedBy ?? null;
  if (attempt === null) return wasHereBefore(id);
  const unknown =
    journal.attempts.get(attempt)?.facts.findLast((fact) => fact.kind === 'observed')?.unknown ?? [];
  if (unknown.length > 0)
    return notRemovable(`its run wrote ${unknown.length} nodes whose former values nobody kept.`);
  try {
    const snapshots = snapshotsOf(await vault.list(), attempt);
    if (snapshots === null) {
      return notRemovable(`The backup that was taken when ${id} was installed is not in the vault any more.`);
    }
    return await readSavedAttempt({ vault }, snapshots);
  } catch (error) {
    if (isFailure(error, 'SNAPSHOT_DAMAGED')) return notRemovable(error.message);
    throw error;
  }
}

/** What a removal leaves without anybody knowing: it is said with all else that stays. */
function untold({ installed, journal }: SiteView, { id }: ReleaseEntry): readonly string[] {
  const attempt = installed.patches.get(id)?.installedBy ?? 0;
  const observed = journal.attempts.get(attempt)?.facts.findLast((fact) => fact.kind === 'observed');
  if (observed === undefined || observed.why === '') return [];
  return ['what its own code wrote outside of the backup, which could not be told'];
}

/** What a document was before the install, and what the install left. */
interface Sides {
  readonly name: DocumentName;
  readonly before: Uint8Array | null;
  readonly written: Uint8Array | null;
}

async function sidesOf({ vault }: Ports, saved: SavedAttempt, name: DocumentName): Promise<Sides> {
  return {
    name,
    before: await vault.read(saved.backup, name),
    written: await leftBy({ vault }, saved, name),
  };
}

function takingOut(sides: () => Promise<Sides>, foreign: Set<string>): PlannedChange['after'] {
  return async (now) => {
    const { name, before, written } = await sides();
    const restoration = computeRestoration({ name, before, written, now });
    for (const one of restoration.foreign) foreign.add(one);
    if (restoration.change === null) return now;
    const result = changedBytes(restoration.change, now);
    if (result.kind === 'conflict')
      throw new Error(`the restoration of ${name} does not fit what it was computed from`);
    return result.bytes;
  };
}

async function takingOutNodes(
  ports: Ports,
  saved: SavedAttempt,
  name: DocumentName,
  foreign: Set<string>,
): Promise<PlannedNodes> {
  const { before, written } = await nodeSidesOf(ports, saved, name);
  const references = [...new Set([...valuesOf(before).keys(), ...valuesOf(written).keys()])];
  return { name, references, after: takingOut(() => Promise.resolve({ name, before, written }), foreign) };
}
