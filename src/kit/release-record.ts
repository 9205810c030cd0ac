import type { ObjectId } from '../base/names.ts';

/** A release as the repository port hands it over: raw, nothing of it checked but git's own object ids. */
export interface FetchedRelease {
  /** Object id of the tag, and the tag object as git stores it (its last part is the SSH signature). */
  readonly tag: ObjectId;
  readonly tagObject: Uint8Array;
  /** Every file of the release commit's tree. The adapter has refused links and submodules. */
  readonly files: readonly ReleaseFile[];
}

export interface ReleaseFile {
  /** Path inside the patch's folder, with `/`. */
  readonly path: string;
  readonly size: number;
  /** Reads the file from its beginning, in pieces. */
  read(): AsyncIterable<Uint8Array>;
}
