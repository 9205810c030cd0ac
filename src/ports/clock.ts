import type { Instant } from '../base/instant.ts';

/** The machine's clock. */
export interface Clock {
  now(): Instant;
}
