import type { AttemptFact } from './journal-event.ts';
import type { AttemptStory, JournalState } from './journal-state.ts';

/** So many of the last times count. */
const remembered = 10;

/** How long a step usually takes here, in milliseconds, by the line of the journal that announces it; a step that was never ended is missing. */
export type UsualSteps = ReadonlyMap<AttemptFact['kind'], number>;

/** The median of the last attempts that ended by themselves; what was cut short tells how long the agent was down. */
export function usualSteps({ attempts }: Pick<JournalState, 'attempts'>): UsualSteps {
  const lasted = new Map<AttemptFact['kind'], number[]>();
  for (const story of attempts.values()) {
    if (story.end === null || wasCutShort(story)) continue;
    for (const [index, { kind, at }] of story.facts.entries()) {
      const next = story.facts[index + 1];
      if (next !== undefined) lasted.set(kind, [...(lasted.get(kind) ?? []), Math.max(0, next.at - at)]);
    }
  }
  return new Map([...lasted].map(([kind, spans]) => [kind, medianOf(spans.slice(-remembered))]));
}

function wasCutShort({ facts }: AttemptStory): boolean {
  return facts.some(
    (fact) => fact.kind === 'abandoned' || (fact.kind === 'rolling-back' && fact.interrupted),
  );
}

function medianOf(spans: readonly number[]): number {
  return spans.toSorted((a, b) => a - b)[Math.floor((spans.length - 1) / 2)] ?? 0;
}
