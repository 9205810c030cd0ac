import type { Instant } from '../base/instant.ts';
import type { SiteName } from '../base/names.ts';
import type { ReleaseEntry } from '../desired/desired-state.ts';
import type { Blocker } from '../policy/blocker.ts';

/** The ordered steps that lead from installed to desired, and what blocks each. */
export interface Plan {
  readonly site: SiteName;
  /** The instant for which it holds. */
  readonly at: Instant;
  readonly steps: readonly PlanStep[];
  /**
   * Up to this instant, if nothing but the time changes, no step begins to wait or ceases to, and those that wait for nothing but the time and other
   * sites stay as they are; null: only an event changes that. Of a step that waits for people, what else stands against it may come and go before.
   */
  readonly nextChange: Instant | null;
}

export type PlanStep =
  | { readonly kind: 'install'; readonly release: ReleaseEntry; readonly trigger: Trigger }
  | { readonly kind: 'remove'; readonly release: ReleaseEntry; readonly trigger: Trigger }
  | {
      readonly kind: 'wait';
      readonly action: 'install' | 'remove';
      readonly release: ReleaseEntry;
      /** At least one; the one that ends last, as far as is known, first. */
      readonly blockers: readonly Blocker[];
    };

/** What sets an attempt off. */
export type Trigger =
  | { readonly kind: 'policy' }
  | { readonly kind: 'second-try' }
  | { readonly kind: 'operator'; readonly who: string; readonly why: string }
  | { readonly kind: 'recall'; readonly who: string; readonly why: string };

export type { Blocker } from '../policy/blocker.ts';
