import { failure } from '../base/failure.ts';
import type { PatchesRepository, RefUpdate } from '../ports/patches-repository.ts';

const mostTries = 5;

/**
 * Prepares from the repository's refreshed state and pushes all updates at once; a lost race begins again from the new state,
 * a bounded number of times. Returns what was prepared. Failure RACE_LOST.
 */
export async function pushWithRetries<Prepared extends { readonly updates: readonly RefUpdate[] }>(
  repository: PatchesRepository,
  prepare: () => Promise<Prepared>,
): Promise<Prepared> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    await repository.refresh();
    const prepared = await prepare();
    if (prepared.updates.length === 0) return prepared;
    if ((await repository.push(prepared.updates)) === 'pushed') return prepared;
  }
  throw failure('RACE_LOST', { tries: mostTries });
}
