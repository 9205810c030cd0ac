import { digestOf } from '../../base/digest.ts';
import { failure } from '../../base/failure.ts';
import type { ObjectId } from '../../base/names.ts';
import type { DocumentName } from '../../document/document-name.ts';
import { inventoryOf, proofOf } from '../../document/inventory.ts';
import type { SnapshotLabel, VaultDocument } from '../../ports/vault.ts';
import { addTree, readTree } from './git-tree.ts';
import type { SnapshotEntry } from './inventory-file.ts';
import { readInventoryFile, writeInventoryFile } from './inventory-file.ts';
import type { ObjectStore } from './object-store.ts';
import { snapshotPaths } from './snapshot-paths.ts';

const inventoryPath = 'inventory.json';

/** A snapshot as it lies in the store, its documents' bytes not yet looked at. */
export interface Snapshot {
  readonly id: ObjectId;
  /** Sorted by name. */
  readonly documents: ReadonlyMap<DocumentName, SnapshotEntry & { readonly blob: ObjectId | null }>;
  /** Every object that it is made of. */
  readonly objects: readonly ObjectId[];
}

/** Adds all objects of a snapshot, its commit last; flushed when it returns. The same content has the same id. */
export async function writeSnapshot(
  store: ObjectStore,
  label: SnapshotLabel,
  documents: AsyncIterable<VaultDocument>,
): Promise<ObjectId> {
  const blobs = new Map<DocumentName, ObjectId>();
  const entries: Omit<SnapshotEntry, 'path'>[] = [];
  const seen = new Set<DocumentName>();
  for await (const { name, bytes } of documents) {
    if (seen.has(name)) throw new Error(`${name} was given twice for one snapshot`);
    seen.add(name);
    entries.push({ name, digest: bytes === null ? null : digestOf(bytes) });
    if (bytes !== null) blobs.set(name, store.add({ kind: 'blob', content: bytes }));
  }
  const inventory = inventoryOf(entries);
  const paths = snapshotPaths([...blobs.keys()]);
  const lines = inventory.map((entry) => ({ ...entry, path: paths.get(entry.name) ?? null }));
  const files = new Map([...blobs].map(([name, blob]) => [paths.get(name) ?? '', blob]));
  files.set(
    inventoryPath,
    store.add({ kind: 'blob', content: writeInventoryFile({ label, documents: lines }) }),
  );
  const message = `Attempt ${label.attempt}: ${label.kind}\n\n${lines.length} documents, proof ${proofOf(inventory)}\n`;
  const commit = store.add({ kind: 'commit', content: commitBytes(addTree(store, files), message) });
  store.flush();
  return commit;
}

/** Failure SNAPSHOT_DAMAGED where a commit, a tree or the inventory is missing, damaged, or at odds with the others. */
export async function readSnapshot(store: ObjectStore, id: ObjectId): Promise<Snapshot> {
  const commit = await store.read(id);
  if (commit?.kind !== 'commit') throw damaged(id, 'its commit is missing or damaged.');
  const top = /^tree ([0-9a-f]{40})\n/.exec(Buffer.from(commit.content).toString('latin1'))?.[1];
  const tree = await readTree(store, (top ?? '') as ObjectId);
  if (tree === null) throw damaged(id, 'one of its trees is missing or damaged.');
  const inventoryId = tree.blobs.get(inventoryPath);
  const file = inventoryId === undefined ? null : await store.read(inventoryId);
  const content = file === null ? null : readInventoryFile(id, file.content);
  if (content === null) throw damaged(id, 'its inventory is missing or damaged.');
  const documents = content.documents.map((entry) => {
    const blob = entry.path === null ? null : (tree.blobs.get(entry.path) ?? null);
    if ((blob === null) !== (entry.digest === null))
      throw damaged(id, `it lacks the bytes of ${entry.name}.`);
    return [entry.name, { ...entry, blob }] as const;
  });
  return { id, documents: new Map(documents), objects: [id, ...tree.trees, ...tree.blobs.values()] };
}

/** Canonical bytes of one document; null: it did not exist. Failure SNAPSHOT_DAMAGED, also for a document it does not hold. */
export async function readDocument(
  store: ObjectStore,
  snapshot: Snapshot,
  name: DocumentName,
): Promise<Uint8Array | null> {
  const entry = snapshot.documents.get(name);
  if (entry === undefined) throw damaged(snapshot.id, `it does not say anything about ${name}.`);
  if (entry.blob === null) return null;
  const blob = await store.read(entry.blob);
  if (blob === null) throw damaged(snapshot.id, `the bytes of ${name} are missing or damaged.`);
  if (digestOf(blob.content) !== entry.digest)
    throw damaged(snapshot.id, `the bytes of ${name} do not have the digest in the inventory.`);
  return blob.content;
}

function damaged(snapshot: string, why: string) {
  return failure('SNAPSHOT_DAMAGED', { snapshot, why });
}

/** Without parents, so that each snapshot can be dropped; without a time, which the journal tells. */
function commitBytes(tree: ObjectId, message: string): Uint8Array {
  const who = 'patchfleet <patchfleet@localhost> 0 +0000';
  return Buffer.from(`tree ${tree}\nauthor ${who}\ncommitter ${who}\n\n${message}`);
}
