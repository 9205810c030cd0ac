import type { AttemptRecord } from '../status/status.ts';

/** What a proof covers, in words. */
export function proofScopeAsText(scope: AttemptRecord['scope']): string {
  return scope === 'all-writes'
    ? 'the declared documents and every write of its own code'
    : 'the declared documents';
}
