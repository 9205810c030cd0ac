import type { ObjectId } from '../base/names.ts';

/** The patches repository as those who release and publish see it: read any ref, write objects, move refs in one atomic push. */
export interface PatchesRepository {
  /** Fetches main, the channel and the list of tags. */
  refresh(): Promise<void>;
  /** The remote's ref (`refs/heads/main`, `refs/tags/patch/X`) as of the last refresh; null: there is none. */
  readRef(ref: string): Promise<ObjectId | null>;
  /** All tags below `refs/tags/patch/` as of the last refresh, with the object each names. */
  listTags(): Promise<ReadonlyMap<string, ObjectId>>;
  /** Every file below `folder` ('' for all) in the commit's tree, by path relative to it. */
  readFiles(commit: ObjectId, folder: string): Promise<ReadonlyMap<string, TreeFile>>;
  readBlob(blob: ObjectId): Promise<Uint8Array>;
  /** Bytes of a commit or tag object, without git's header. */
  readObject(object: ObjectId): Promise<Uint8Array>;
  writeBlob(bytes: Uint8Array): Promise<ObjectId>;
  /** Writes the tree that holds these files and the trees below it. */
  writeTree(files: ReadonlyMap<string, TreeFile>): Promise<ObjectId>;
  /** Writes a commit or tag object from its bytes (which already carry the signature). */
  writeObject(kind: 'commit' | 'tag', bytes: Uint8Array): Promise<ObjectId>;
  /** All of the updates or none; `lost-race` where a ref is not what `from` says (null: must not exist). */
  push(updates: readonly RefUpdate[]): Promise<'pushed' | 'lost-race'>;
}

export interface TreeFile {
  readonly blob: ObjectId;
  readonly executable: boolean;
  readonly size: number;
}

export interface RefUpdate {
  readonly ref: string;
  readonly from: ObjectId | null;
  readonly to: ObjectId;
}
