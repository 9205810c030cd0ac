import type { InstalledState, PatchRecord } from './installed-state.ts';

/** What became of the old state where a patch failed; null: it did not fail. */
export function outcomeOfFailed(
  { patch, state, refused }: Pick<PatchRecord, 'patch' | 'state' | 'refused'>,
  { inconsistent }: Pick<InstalledState, 'inconsistent'>,
): 'rolled-back' | 'refused' | 'inconsistent' | null {
  if (state !== 'failed') return null;
  if (inconsistent?.patch === patch) return 'inconsistent';
  return refused ? 'refused' : 'rolled-back';
}
