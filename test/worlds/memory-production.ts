import type { OnEffect } from './memory-journal.ts';

/** A production in memory, and what is owed to it. */
export function memoryProduction(
  obstacle: (act: 'stop' | 'start') => string | null = () => null,
  onEffect: OnEffect = () => undefined,
) {
  let [runs, owed] = [true, false];
  return {
    runs: () => runs,
    owed: () => owed,
    hold: (how: 'update' | 'stop-start'): string | null => {
      onEffect('target.holdProduction');
      owed = true;
      if (how === 'update') return null;
      onEffect('target.stopProduction');
      const why = obstacle('stop');
      runs = why !== null;
      return why;
    },
    resume: (): string | null => {
      if (!owed) return null;
      onEffect('target.resumeProduction');
      const why = runs ? null : obstacle('start');
      if (why !== null) return why;
      runs = true;
      onEffect('target.productionResumed');
      owed = false;
      return null;
    },
  };
}
