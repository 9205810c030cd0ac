import type { DocumentName } from '../document/document-name.ts';
import type { Inventory } from '../document/inventory.ts';

/** Snapshots of documents, each a commit of the site's local vault. */
export interface Vault {
  /**
   * Keeps the documents (null: "does not exist") under a label and returns the snapshot's id. Everything is durable and has been read
   * back and compared when it returns. The same label again replaces nothing: it returns the snapshot that is there.
   */
  save(label: SnapshotLabel, documents: AsyncIterable<VaultDocument>): Promise<string>;
  /** What a snapshot holds. Failure SNAPSHOT_DAMAGED where it is incomplete or damaged. */
  inventory(snapshot: string): Promise<Inventory>;
  /** One document of a snapshot, its digest checked; null: it did not exist. Failure SNAPSHOT_DAMAGED. */
  read(snapshot: string, name: DocumentName): Promise<Uint8Array | null>;
  /** Every snapshot that is kept, oldest first. */
  list(): Promise<readonly { readonly snapshot: string; readonly label: SnapshotLabel }[]>;
  /** What `list` tells of each, without looking at any: good enough to know what is missing. */
  labels(): Promise<readonly SnapshotLabel[]>;
  /** Bytes that all of it takes on the disk. */
  size(): Promise<number>;
  /** Drops all snapshots but these. */
  keepOnly(snapshots: ReadonlySet<string>): Promise<void>;
}

/**
 * backup: before the attempt; intended: what the attempt means to leave; after: the post-install snapshot. Where single nodes
 * outside of the backup were written: undeclared, these nodes as they were, under the name of their global; written, what the attempt
 * left of them and of the declared globals that its run touched.
 */
export interface SnapshotLabel {
  readonly attempt: number;
  readonly kind: 'backup' | 'intended' | 'undeclared' | 'written' | 'after';
}

export interface VaultDocument {
  readonly name: DocumentName;
  readonly bytes: Uint8Array | null;
}
