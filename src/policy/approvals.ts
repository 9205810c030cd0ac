import type { Instant } from '../base/instant.ts';
import type { Approval, ReleaseEntry } from '../desired/desired-state.ts';
import type { FleetSite, Person } from '../desired/fleet.ts';
import type { Verdict } from './blocker.ts';
import { blocked, earliest, open } from './blocker.ts';
import { coversSite } from './selection.ts';

/** What an approval is weighed against. */
interface ApprovalQuestion {
  readonly release: Pick<ReleaseEntry, 'id' | 'digest' | 'policy'>;
  readonly site: Pick<FleetSite, 'name' | 'ring'>;
  /** Public key that signed the release; null: not known, or unsigned. */
  readonly signer: string | null;
  readonly people: readonly Person[];
}

/**
 * Whether enough people have approved exactly this release for this site or its ring. Two approvals that share a name or a
 * key are one; who signed the release does not count, under any of that person's keys.
 */
export function approvalVerdict(
  now: Instant,
  approvals: readonly Approval[],
  question: ApprovalQuestion,
): Verdict {
  const wanted = question.release.policy.approvals;
  if (wanted <= 0) return open();
  const valid = approvals.filter((approval) => isValid(approval, now, question));
  const approvers = distinctApprovers(valid);
  const changesAt = earliest(valid.map(({ expiresAt }) => expiresAt));
  if (approvers.length >= wanted) return open(changesAt);
  return blocked(
    { reason: 'AwaitingApproval', message: missingText(wanted, approvers), who: 'approver' },
    changesAt,
  );
}

function isValid(
  approval: Approval,
  now: Instant,
  { release, site, signer, people }: ApprovalQuestion,
): boolean {
  if (approval.patch !== release.id || approval.releaseDigest !== release.digest) return false;
  if (!coversSite(approval.place, site)) return false;
  if (approval.expiresAt !== null && approval.expiresAt <= now) return false;
  if (signer === null) return true;
  const signers = people.filter(({ key }) => key === signer).map(({ name }) => name);
  return approval.key !== signer && !signers.includes(approval.who);
}

function distinctApprovers(approvals: readonly Approval[]): readonly string[] {
  const [names, keys] = [new Set<string>(), new Set<string>()];
  const sorted = approvals.toSorted((a, b) => (`${a.who}\n${a.key}` < `${b.who}\n${b.key}` ? -1 : 1));
  for (const { who, key } of sorted) {
    if (names.has(who) || keys.has(key)) continue;
    names.add(who);
    keys.add(key);
  }
  return [...names];
}

function missingText(wanted: number, approvers: readonly string[]): string {
  const missing = wanted - approvers.length;
  const has = approvers.length === 0 ? 'nobody has approved it yet' : `approved by ${approvers.join(', ')}`;
  return `Waits for ${missing} more ${missing === 1 ? 'approval' : 'approvals'} of ${wanted}; ${has}.`;
}
