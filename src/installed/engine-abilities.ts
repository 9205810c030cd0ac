import type { EngineAbilities } from './target-facts.ts';

const everyKind = ['class', 'routine', 'include', 'file', 'global', 'project', 'other'] as const;

/** What each engine can, whatever its target is. */
export const engineAbilities = {
  directory: { runs: 'none', productions: false, kinds: everyKind, routines: ['mac', 'int', 'm'] },
  /** What becomes of the writes of a run depends on the database. */
  mumps: { productions: false, kinds: ['routine', 'global'], routines: ['m'] },
  /** Whether there are productions depends on the product. */
  iris: { runs: 'unobserved', kinds: everyKind, routines: ['mac', 'int'] },
} as const satisfies Readonly<Record<string, Partial<EngineAbilities>>>;
