import type { Instant } from '../base/instant.ts';
import type { SiteName } from '../base/names.ts';
import type { ActFact } from '../journal/journal-event.ts';
import type { Ports } from '../ports/ports.ts';
import type { PassEvent } from '../reconcile/pass-event.ts';
import type { PassOutcome } from '../reconcile/reconcile-once.ts';
import type { SiteSetup } from '../reconcile/site-setup.ts';

/** One site as its pages see it: the agent in the service, a world in memory in tests. */
export interface ServedSite {
  readonly name: SiteName;
  readonly ports: Ports;
  readonly setup: SiteSetup;
  /** What the loop is doing, and what its last pass came to. */
  now(): SiteActivity;
  /**
   * Records an act between passes and wakes the loop. Settles when it is recorded, or is refused with the Failure of `recordAct`. While a
   * pass runs it waits, and `now().waitingActs` lists it: an act that is not recorded yet is lost with the process.
   */
  act(fact: ActFact): Promise<void>;
  /** A pass as soon as can be. */
  wake(): void;
  /** Hands every event of the passes from now on to the listener, which must not throw; returns what ends it. */
  watch(listener: (event: SiteEvent) => void): () => void;
}

export interface SiteActivity {
  readonly phase: 'passing' | 'sleeping' | 'stopped';
  /** When this phase began. */
  readonly since: Instant;
  /** When the loop wakes by itself, and for what; null while it passes or is stopped. */
  readonly wakesAt: Instant | null;
  readonly wakesFor: string | null;
  /** Null: no pass has ended since the start. */
  readonly last: { readonly at: Instant; readonly result: PassResult } | null;
  /** What is wrong with the configuration as it is on disk, so that the former one still holds; null: nothing. */
  readonly configurationFault: string | null;
  readonly waitingActs: readonly WaitingAct[];
}

export type PassResult =
  PassOutcome | { readonly kind: 'failed'; readonly message: string; readonly hint: string };

/** An act that is to be recorded when the pass under way has ended. */
export interface WaitingAct {
  readonly fact: ActFact;
  readonly since: Instant;
}

export type SiteEvent =
  | PassEvent
  | { readonly kind: 'pass-began'; readonly at: Instant }
  | { readonly kind: 'pass-ended'; readonly at: Instant; readonly result: PassResult };
