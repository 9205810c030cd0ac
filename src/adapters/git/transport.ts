import type { ObjectId } from '../../base/names.ts';
import type { Disk } from '../files/disk.ts';
import type { RepositoryUse } from './git-program.ts';
import type { GitRemote } from './git-remote.ts';
import type { ObjectStore } from './object-store.ts';
import type { Patience } from './patience.ts';

export interface TransportOptions {
  /** The bare local repository. */
  readonly folder: string;
  readonly use: RepositoryUse;
  readonly store: ObjectStore;
  readonly disk: Disk;
  readonly remote: GitRemote;
  readonly patience: Patience;
}

/**
 * The way between one remote and one local repository. It keeps no ref locally: what was fetched are objects, found by
 * their ids. Every passing fault was already tried again; then Failures GIT_UNREACHABLE, GIT_ANSWER_INVALID,
 * GIT_DENIED, GIT_REPOSITORY_MISSING, GIT_LOCKED (another program is at work in the local repository).
 */
export interface Transport {
  /** The objects that exactly these branches (full names) are at now; one that is not there is missing in the answer. */
  readBranches(refs: readonly string[]): Promise<ReadonlyMap<string, ObjectId>>;
  /** Fetches what these refs (full names) are at now, `depth` 1, in one go, and says what that is; one that is not there is missing in the answer. */
  fetchRefs(refs: readonly string[]): Promise<ReadonlyMap<string, ObjectId>>;
  /** Fetches these objects with all that belongs to them, history cut at `depth` commits. Failure GIT_OBJECT_MISSING. */
  fetchObjects(objects: readonly ObjectId[], depth: number): Promise<void>;
  /**
   * Moves one branch of the remote forward to a local commit, never forced; `localRef` is a local ref at that commit.
   * rejected: the branch has something that the commit does not build on. Failure GIT_PUSH_REFUSED where the host does not want it.
   */
  push(push: BranchPush): Promise<'pushed' | 'rejected'>;
}

export interface BranchPush {
  readonly localRef: string;
  readonly commit: ObjectId;
  readonly ref: string;
}
