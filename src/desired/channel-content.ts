import type { Instant } from '../base/instant.ts';
import type { ReleaseEntry } from './desired-state.ts';

/** What a channel's files say, as publish writes and continues them. */
export interface ChannelContent {
  /** Without `channel/`. */
  readonly name: string;
  readonly counter: number;
  readonly publishedAt: Instant;
  readonly expiresAt: Instant;
  /** In order of sequence; the policy of each is its manifest's. */
  readonly releases: readonly ReleaseEntry[];
  /** Policy as it lies on main, byte for byte: `fleet.yaml` and all files below `rollouts/`, `approvals/`, `holds/`, `recalls/`. */
  readonly policyFiles: ReadonlyMap<string, Uint8Array>;
}

/** True for the files of main that a channel carries as they are. */
export function isPolicyFile(path: string): boolean {
  return path === 'fleet.yaml' || /^(rollouts|approvals|holds|recalls)\/.+\.yaml$/.test(path);
}
