import type { StatusTip } from './repository.ts';

/** What all sites have told, for somebody who looks at the whole fleet. Failures of git as a poll has them: GIT_UNREACHABLE (retry), GIT_DENIED, GIT_REPOSITORY_MISSING. */
export interface StatusArchive {
  /** The tip of every branch `status/<site>` and `status-recovered/<site>`, with the records that its tree holds; by one fetch. */
  readAll(): Promise<readonly ArchivedTip[]>;
}

export interface ArchivedTip extends StatusTip {
  /** Records of attempts, by path in the branch's tree; raw, nothing of them checked. */
  readonly attempts: ReadonlyMap<string, Uint8Array>;
}
