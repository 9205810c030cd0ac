import type { Desk } from './desk.ts';
import type { Progress } from './pass-event.ts';

/** So many times one step says how far it has come, at most. */
const mostTold = 100;

/** Takes what a step has done. */
export interface ToldProgress {
  /** So many documents more are done, or need not be. */
  readonly did: (documents: number) => void;
  /** Of what is not done yet so much is: 2.5 are two documents and half of a third. */
  readonly isAt: (documents: number) => void;
}

/** Counts the documents of a step, and tells of it now and then. */
export function progressOf(
  { tell }: Pick<Desk, 'tell'>,
  { attempt, step, of }: Pick<Progress, 'attempt' | 'step' | 'of'>,
): ToldProgress {
  let [done, told] = [0, 0];
  const isAt = (documents: number): void => {
    const share = (done + documents) / of;
    const part = Math.floor(share * mostTold);
    if (part <= told) return;
    told = part;
    tell({ kind: 'progress', attempt, step, done, of, share });
  };
  return {
    isAt,
    did: (documents) => {
      done += documents;
      isAt(0);
    },
  };
}
