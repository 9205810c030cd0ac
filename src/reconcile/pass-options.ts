import type { Problem } from './pass-event.ts';

/** How a pass is made, besides what ports and setup say. */
export interface PassOptions {
  /** Asked before each attempt: false lets the pass end with the attempt under way, and say so. Default: it goes on. */
  readonly mayGoOn?: () => boolean;
  /** What whoever runs the pass knows to be wrong here besides: conditions of the status. */
  readonly problems?: readonly Problem[];
  /** Looks whether documents of installed patches have drifted. Default: no. */
  readonly checksDrift?: boolean;
  /** Default: none. */
  readonly limits?: Limits;
}

/** What the state directory may take, in bytes; null: as much as it needs. */
export interface Limits {
  readonly vault: number | null;
  readonly journal: number | null;
}

export const noLimits: Limits = { vault: null, journal: null };
