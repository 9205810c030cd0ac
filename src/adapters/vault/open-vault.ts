import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { failure } from '../../base/failure.ts';
import type { ObjectId } from '../../base/names.ts';
import { isObjectId } from '../../base/names.ts';
import type { Inventory } from '../../document/inventory.ts';
import { inventoryOf } from '../../document/inventory.ts';
import type { SnapshotLabel, Vault, VaultDocument } from '../../ports/vault.ts';
import type { Disk } from '../files/disk.ts';
import { guardedLater } from '../files/guarded.ts';
import type { ObjectStore } from './object-store.ts';
import { openObjectStore } from './object-store.ts';
import type { Snapshot } from './snapshot.ts';
import { readDocument, readSnapshot, writeSnapshot } from './snapshot.ts';
import { dropSnapshot, keepSnapshot, listLabels, listSnapshots, prepareRepository } from './snapshot-refs.ts';

/**
 * The vault in a bare git repository at `folder` (made when something is first saved): each snapshot is a commit under
 * `refs/snapshots/<attempt>-<kind>` with the documents as files and `inventory.json`, which any git can read. A document that is
 * kept already costs nothing again. One process at a time writes: who holds the target's lock. A crash at any point leaves
 * the snapshots that were there, and the new one whole or not at all.
 */
export function openVault({ folder, disk }: { readonly folder: string; readonly disk: Disk }): Vault {
  let shared: ObjectStore | null = null;
  const store = (): ObjectStore => (shared ??= openObjectStore(folder, disk));
  const known = new Map<string, Snapshot>();
  const oneAtATime = queue(folder);

  const find = async (snapshot: string): Promise<Snapshot> => {
    const found = known.get(snapshot);
    if (found !== undefined) return found;
    if (!isObjectId(snapshot))
      throw failure('SNAPSHOT_DAMAGED', { snapshot, why: 'this is not the id of a snapshot.' });
    const read = await readSnapshot(store(), snapshot);
    if (known.size >= 4) known.clear();
    known.set(snapshot, read);
    return read;
  };
  return {
    save: (label, documents) => oneAtATime(() => save({ folder, disk, store: store() }, label, documents)),
    inventory: (snapshot) =>
      guardedLater(folder, async () => {
        known.delete(snapshot);
        return checkedInventory(store(), await find(snapshot));
      }),
    read: (snapshot, name) =>
      guardedLater(folder, async () => readDocument(store(), await find(snapshot), name)),
    list: () => guardedLater(folder, () => listSnapshots(folder, disk)),
    labels: () => guardedLater(folder, () => Promise.resolve(listLabels(folder))),
    size: () => guardedLater(folder, () => Promise.resolve(sizeBelow(folder))),
    keepOnly: (snapshots) =>
      oneAtATime(async () => {
        known.clear();
        await keepOnly({ folder, disk, store: store() }, snapshots);
      }),
  };
}

interface Room {
  readonly folder: string;
  readonly disk: Disk;
  readonly store: ObjectStore;
}

async function save(
  { folder, disk, store }: Room,
  label: SnapshotLabel,
  documents: AsyncIterable<VaultDocument>,
): Promise<ObjectId> {
  const kept = (await listSnapshots(folder, disk)).find((other) => isSameLabel(other.label, label));
  if (kept === undefined) prepareRepository(folder, disk);
  const snapshot = kept?.snapshot ?? (await writeSnapshot(store, label, documents));
  const fresh = openObjectStore(folder, disk);
  await checkedInventory(fresh, await readSnapshot(fresh, snapshot));
  if (kept === undefined) await keepSnapshot(folder, disk, { label, snapshot });
  return snapshot;
}

/** Reads every document and compares its digest. */
async function checkedInventory(store: ObjectStore, snapshot: Snapshot): Promise<Inventory> {
  for (const name of snapshot.documents.keys()) await readDocument(store, snapshot, name);
  return inventoryOf([...snapshot.documents.values()].map(({ name, digest }) => ({ name, digest })));
}

/** Refs go first; what the others need is then known for certain, or nothing is freed. */
async function keepOnly({ folder, disk, store }: Room, snapshots: ReadonlySet<string>): Promise<void> {
  const kept = await listSnapshots(folder, disk);
  for (const { snapshot, label } of kept)
    if (!snapshots.has(snapshot)) await dropSnapshot(folder, disk, label);
  const reachable = new Set<ObjectId>();
  for (const { snapshot } of kept)
    if (snapshots.has(snapshot))
      for (const id of (await readSnapshot(store, snapshot)).objects) reachable.add(id);
  await store.sweep(reachable);
}

/** A file that goes away meanwhile takes nothing. */
function sizeBelow(folder: string): number {
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  const sizes = names.map((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0);
  return sizes.reduce((sum, size) => sum + size, 0);
}

function isSameLabel(a: SnapshotLabel, b: SnapshotLabel): boolean {
  return a.attempt === b.attempt && a.kind === b.kind;
}

/** Runs one work after the other, whatever became of those before. */
function queue(folder: string): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const run = last.then(() => guardedLater(folder, work));
    last = run.catch(() => undefined);
    return run;
  };
}
