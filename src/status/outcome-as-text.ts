import type { AttemptSummary } from './status.ts';

/** How an attempt ended, in words that also say what became of the old state. */
export function outcomeAsText(outcome: AttemptSummary['outcome']): string {
  switch (outcome) {
    case 'installed':
      return 'installed';
    case 'removed':
      return 'removed';
    case 'rolled-back':
      return 'rolled back, the old state is proven';
    case 'refused':
      return 'refused, nothing was touched';
    case 'inconsistent':
      return 'left the site inconsistent';
    case 'under-way':
      return 'under way';
  }
}
