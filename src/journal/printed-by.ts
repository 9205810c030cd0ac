import type { AttemptStory } from './journal-state.ts';

/** What the patch's own code printed in this attempt, for people on site; empty where it printed nothing, or ran none. */
export function printedBy({ facts }: Pick<AttemptStory, 'facts'>): string {
  return facts.flatMap((fact) => (fact.kind === 'ran' ? (fact.said ?? []) : [])).join('\n');
}
