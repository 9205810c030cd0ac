import { failure } from '../../base/failure.ts';
import { readDuration } from '../../base/local-time.ts';

/** Milliseconds of a duration that a person typed. Failure WRONG_ARGUMENT. */
export function readDurationOption(what: string, word: string): number {
  const duration = readDuration(word);
  if (duration === null)
    throw failure('WRONG_ARGUMENT', { what, word, expected: 'a duration such as 90s or 5m' });
  return duration;
}
