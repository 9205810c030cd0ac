import { digestOf } from '../../src/base/digest.ts';
import { failure } from '../../src/base/failure.ts';
import type { DocumentName } from '../../src/document/document-name.ts';
import { inventoryOf } from '../../src/document/inventory.ts';
import type { SnapshotLabel, Vault } from '../../src/ports/vault.ts';
import type { OnEffect } from './memory-journal.ts';

interface Kept {
  readonly snapshot: string;
  readonly label: SnapshotLabel;
  readonly documents: ReadonlyMap<DocumentName, Uint8Array | null>;
}

/** What tests do to a vault behind its back. */
export interface MemoryVault extends Vault {
  /** The bytes of the document are from now on damaged in every snapshot that holds it. */
  damage(name: DocumentName): void;
  /** As if the state directory had been lost. */
  lose(): void;
}

/** A vault in memory. */
export function memoryVault({ onEffect }: { readonly onEffect?: OnEffect } = {}): MemoryVault {
  const kept = new Map<string, Kept>();
  let listed: readonly Pick<Kept, 'snapshot' | 'label'>[] | null = null;
  const damaged = new Set<DocumentName>();
  const find = (snapshot: string): Kept => {
    const found = kept.get(snapshot);
    if (found === undefined) throw failure('SNAPSHOT_DAMAGED', { snapshot, why: 'it is not in the vault.' });
    return found;
  };
  const bytesOf = ({ snapshot, documents }: Kept, name: DocumentName): Uint8Array | null => {
    const bytes = documents.get(name);
    const why = bytes === undefined ? `it does not say anything about ${name}.` : `${name} is damaged.`;
    if (bytes === undefined || damaged.has(name)) throw failure('SNAPSHOT_DAMAGED', { snapshot, why });
    return bytes;
  };
  const inventory = (snapshot: Kept) =>
    inventoryOf(
      [...snapshot.documents.keys()].map((name) => {
        const bytes = bytesOf(snapshot, name);
        return { name, digest: bytes === null ? null : digestOf(bytes) };
      }),
    );
  return {
    save: async (label, documents) => {
      const snapshot = `${label.attempt}-${label.kind}`;
      const found = kept.get(snapshot);
      if (found === undefined) {
        const all = new Map<DocumentName, Uint8Array | null>();
        for await (const { name, bytes } of documents) {
          if (all.has(name)) throw new Error(`${name} was given twice for one snapshot`);
          all.set(name, bytes === null ? null : Uint8Array.from(bytes));
        }
        onEffect?.('vault.save');
        kept.set(snapshot, { snapshot, label, documents: all });
        listed = null;
      }
      inventory(find(snapshot));
      return snapshot;
    },
    inventory: async (snapshot) => {
      await Promise.resolve();
      return inventory(find(snapshot));
    },
    read: async (snapshot, name) => {
      await Promise.resolve();
      return bytesOf(find(snapshot), name);
    },
    list: () => {
      listed ??= [...kept.values()].map(({ snapshot, label }) => ({ snapshot, label })).sort(byAge);
      return Promise.resolve(listed);
    },
    labels: () => Promise.resolve([...kept.values()].map(({ label }) => label)),
    size: () => {
      const all = [...kept.values()].flatMap(({ documents }) => [...documents.values()]);
      return Promise.resolve(all.reduce((sum, bytes) => sum + (bytes?.length ?? 0), 0));
    },
    keepOnly: async (snapshots) => {
      await Promise.resolve();
      onEffect?.('vault.keepOnly');
      listed = null;
      for (const snapshot of kept.keys()) if (!snapshots.has(snapshot)) kept.delete(snapshot);
    },
    damage: (name) => {
      damaged.add(name);
    },
    lose: () => {
      listed = null;
      kept.clear();
    },
  };
}

const kinds = ['backup', 'intended', 'after'];

function byAge(a: { readonly label: SnapshotLabel }, b: { readonly label: SnapshotLabel }): number {
  return a.label.attempt - b.label.attempt || kinds.indexOf(a.label.kind) - kinds.indexOf(b.label.kind);
}
