import type { Digest } from '../base/digest.ts';
import type { Instant } from '../base/instant.ts';
import type { PatchId } from '../base/names.ts';
import type { DocumentName } from '../document/document-name.ts';
import type { Approval, DesiredState, Hold } from '../desired/desired-state.ts';
import type { InstalledState } from '../installed/installed-state.ts';
import type { TargetFacts } from '../installed/target-facts.ts';
import type { Claims } from './claims.ts';
import type { Blocker } from './plan.ts';
import type { SiteReport } from '../status/status.ts';

/** Everything that a plan is computed from. */
export interface PlanInput {
  readonly now: Instant;
  readonly desired: DesiredState;
  readonly installed: InstalledState;
  readonly facts: Omit<TargetFacts, 'register'>;
  readonly acts: OperatorActs;
  /** Verified statuses of other sites; a site that is missing here is unknown, and unknown is closed. */
  readonly reports: readonly SiteReport[];
  /** How long this site's attempts usually take, install and rollback together, in milliseconds. */
  readonly usualDuration: number;
  /** What only kit and target together tell: patches that cannot go in now, and why. */
  readonly obstacles: ReadonlyMap<PatchId, Blocker>;
  /** What is known of the releases that are to stand in for others; what is not known holds nothing up and satisfies nothing. */
  readonly claims: Claims;
  /** Public key that signed a release, known once its tag was fetched: its owner's approval does not count. */
  readonly signers?: ReadonlyMap<PatchId, string>;
}

/** What the operator on site has said and not taken back: the fold of the journal's acts. */
export interface OperatorActs {
  /** Set: nothing at this site. */
  readonly suspended: { readonly who: string; readonly why: string; readonly at: Instant } | null;
  readonly holds: readonly Hold[];
  /** "Install this now": leave for one release digest, which ends with its next attempt. */
  readonly installNow: ReadonlyMap<PatchId, OperatorLeave>;
  /** "Install this at": like installNow, from that instant on and not before, whatever the policy says. A patch is in one of the two maps at most. */
  readonly installAt: ReadonlyMap<PatchId, OperatorLeave & { readonly from: Instant }>;
  /** "Try this again": leave too where the policy leaves it to the operator, for one release digest and its next attempt. */
  readonly retries: ReadonlyMap<PatchId, OperatorLeave>;
  readonly remove: ReadonlyMap<PatchId, OperatorLeave>;
  /** Approvals given on site. */
  readonly approvals: readonly Approval[];
  /** What cannot be taken back and may be done: for one release digest, and for what was seen. */
  readonly consents: ReadonlyMap<PatchId, Consent>;
  /** Documents to back up besides what the manifest asks for. */
  readonly widened: ReadonlyMap<PatchId, readonly DocumentName[]>;
}

export interface OperatorLeave {
  readonly releaseDigest: Digest;
  readonly who: string;
  readonly why: string;
  readonly at: Instant;
}

/** `seen`: the digest of what was consented to; null: nobody wrote down what that was, and it covers nothing. */
export interface Consent extends OperatorLeave {
  readonly seen: Digest | null;
}
