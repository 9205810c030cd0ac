import type { Moment } from './is-time.ts';

/** Time and chance as the loop of a site has them: the machine's own in the service, a test's in a test. */
export interface LoopMachine {
  moment(): Moment;
  /** From 0 up to 1. */
  chance(): number;
  /** Rings once, after so many milliseconds, unless it is called off before. */
  alarm(after: number, ring: () => void): () => void;
}
