import type { AttemptFact, JournalFact } from '../../journal/journal-event.ts';

/** True for a step of an attempt. */
export function isAttemptFact(fact: JournalFact): fact is AttemptFact {
  return 'attempt' in fact;
}
