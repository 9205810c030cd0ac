import type { ObjectId } from '../base/names.ts';

/** The channel as the repository port hands it over: raw, nothing of it checked. */
export interface ChannelTree {
  /** Name of the channel without `channel/`. */
  readonly name: string;
  readonly commit: ObjectId;
  /** The commit object as git stores it, without the `commit <size>` header; its signature covers the tree's id. */
  readonly commitObject: Uint8Array;
  /** Every file of the commit's tree, by path. The adapter has checked that the tree's id is the one in the commit. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}
