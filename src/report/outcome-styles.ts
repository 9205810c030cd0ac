import type { AttemptRecord } from '../status/status.ts';
import type { Style } from './paint.ts';

/** How an attempt's end is shown, in the terminal and on pages. */
export const outcomeStyles: Readonly<Record<AttemptRecord['outcome'] | 'abandoned', Style>> = {
  installed: 'good',
  removed: 'good',
  'rolled-back': 'wait',
  refused: 'wait',
  inconsistent: 'bad',
  abandoned: 'dim',
  'under-way': 'dim',
};
