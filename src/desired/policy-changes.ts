import type { ChannelContent } from './channel-content.ts';
import { equalBytes } from '../document/equal-bytes.ts';

/** A policy file that a channel carries and its predecessor did not, or not so, or the other way round. */
export interface PolicyChange {
  readonly path: string;
  readonly how: 'new' | 'changed' | 'gone';
}

/** What of the policy is not as it was published, by path; null: nothing was published before. */
export function policyChanges(
  published: Pick<ChannelContent, 'policyFiles'> | null,
  { policyFiles }: Pick<ChannelContent, 'policyFiles'>,
): readonly PolicyChange[] {
  const before = published?.policyFiles ?? new Map<string, Uint8Array>();
  const changes = [...policyFiles].flatMap(([path, bytes]): PolicyChange[] => {
    const was = before.get(path) ?? null;
    if (was === null) return [{ path, how: 'new' }];
    return equalBytes(was, bytes) ? [] : [{ path, how: 'changed' }];
  });
  const gone = [...before.keys()].filter((path) => !policyFiles.has(path));
  const all = [...changes, ...gone.map((path): PolicyChange => ({ path, how: 'gone' }))];
  return all.sort((a, b) => (a.path < b.path ? -1 : 1));
}
