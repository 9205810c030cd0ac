import type { Instant } from '../../base/instant.ts';
import type { Fleet } from '../../desired/fleet.ts';
import type { CheckedDraft } from './check-draft.ts';
import type { Draft } from './draft.ts';
import type { PolicyPlace } from './policy-fields.ts';

/** What the page of the policy is drawn from. */
export interface PolicyScene {
  readonly draft: Draft;
  /** Null: nothing can be said of the fleet, for `why`. */
  readonly fleet: Fleet | null;
  readonly why: string;
  readonly checked: CheckedDraft | null;
  readonly now: Instant;
  /** Of what the calendar is, and which month and day of it. */
  readonly place: PolicyPlace;
  readonly month: string;
  readonly day: string;
  readonly today: string;
  readonly formToken: string;
}
