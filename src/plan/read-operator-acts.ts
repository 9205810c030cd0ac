import type { Digest } from '../base/digest.ts';
import type { Instant } from '../base/instant.ts';
import type { PatchId, SiteName } from '../base/names.ts';
import { documentName } from '../document/document-name.ts';
import type { Trust } from '../desired/trust.ts';
import type { Approval, Hold } from '../desired/desired-state.ts';
import type { JournalState, RecordedAct } from '../journal/journal-state.ts';
import type { Consent, OperatorActs, OperatorLeave } from './plan-input.ts';

/**
 * What the operator on site has said and not taken back. A leave to install or remove ends with the next attempt of
 * that patch (consent too), and of leaves to install the last one holds; an approval counts only from an approver whom this site trusts; a hold or a suspension ends when it is taken back or its time is over; a
 * removal that was asked for, with `keep`.
 */
export function readOperatorActs(
  { acts }: Pick<JournalState, 'acts'>,
  { site, trust }: ActGround,
): OperatorActs {
  const last = lastRead.get(acts);
  if (last?.site === site && last.approver === trust.approver) return last.read;
  const read = readActs(acts, { site, trust });
  lastRead.set(acts, { site, approver: trust.approver, read });
  return read;
}

interface ReadActs {
  readonly site: SiteName;
  readonly approver: Trust['approver'];
  readonly read: OperatorActs;
}

/** A pass asks again and again; a list of acts that was folded never changes. */
const lastRead = new WeakMap<readonly RecordedAct[], ReadActs>();

function readActs(acts: readonly RecordedAct[], { site, trust }: ActGround): OperatorActs {
  const live = acts.filter((act) => !act.spent);
  const starts = lastStarts(live);
  const { holds, removals } = standingWords(acts);
  return {
    suspended: lastSuspension(acts),
    holds,
    installNow: leaves(starts.filter((act) => act.kind === 'install-now')),
    installAt: new Map(
      starts
        .filter((act) => act.kind === 'install-at')
        .map((act) => [act.patch, { ...leaveOf(act), from: act.from }]),
    ),
    retries: leaves(live.filter((act) => act.kind === 'retry')),
    remove: leaves(removals.filter(({ spent }) => !spent)),
    approvals: acts
      .filter((act) => act.kind === 'approve')
      .filter(({ who, key }) => trust.approver.some((one) => one.name === who && one.key === key))
      .map((act) => approvalOf(act, site)),
    consents: consentsIn(live),
    widened: new Map(
      acts
        .filter((act) => act.kind === 'widen-backup')
        .map((act) => [act.patch, act.documents.map(documentName)]),
    ),
  };
}

/** Whose site it is, and whom it trusts. */
interface ActGround {
  readonly site: SiteName;
  readonly trust: Pick<Trust, 'approver'>;
}

/** Of "install now" and "install at a time", what was said last of each patch. */
function lastStarts(acts: readonly RecordedAct[]) {
  const starts = acts.filter((act) => act.kind === 'install-now' || act.kind === 'install-at');
  return [...new Map(starts.map((act) => [act.patch, act])).values()];
}

function lastSuspension(acts: readonly RecordedAct[]): OperatorActs['suspended'] {
  const last = acts.filter((act) => act.kind === 'suspend' || act.kind === 'resume-site').at(-1);
  return last?.kind === 'suspend' ? { who: last.who, why: last.why, at: last.at } : null;
}

function standingWords(acts: readonly RecordedAct[]) {
  const holds = new Map<PatchId, Hold>();
  const removals = new Map<PatchId, Extract<RecordedAct, { kind: 'remove' }>>();
  for (const act of acts) {
    if (act.kind === 'resume') {
      // Earlier versions recorded it also where no hold stood, and meant the removal.
      if (!stands(holds.get(act.patch), act.at)) removals.delete(act.patch);
      holds.delete(act.patch);
    }
    if (act.kind === 'keep') removals.delete(act.patch);
    if (act.kind === 'remove') removals.set(act.patch, act);
    if (act.kind === 'hold') {
      holds.set(act.patch, { patch: act.patch, who: act.who, why: act.why, at: act.at, until: act.until });
    }
  }
  return { holds: [...holds.values()], removals: [...removals.values()] };
}

function stands(hold: Pick<Hold, 'until'> | undefined, now: Instant): boolean {
  return hold !== undefined && (hold.until === null || hold.until > now);
}

/** True where an operator here holds the patch and has set no end that is over: what `resume` ends. */
export function isHeldHere(patch: PatchId, { holds }: Pick<OperatorActs, 'holds'>, now: Instant): boolean {
  return stands(
    holds.find((hold) => hold.patch === patch),
    now,
  );
}

type LeaveAct = RecordedAct & { readonly patch: PatchId; readonly releaseDigest: Digest };

function leaves(acts: readonly LeaveAct[]): ReadonlyMap<PatchId, OperatorLeave> {
  return new Map(acts.map((act) => [act.patch, leaveOf(act)]));
}

/** A consent stands by itself, or in the act that it is for; the last of each patch holds. */
function consentsIn(acts: readonly RecordedAct[]): ReadonlyMap<PatchId, Consent> {
  const consents = new Map<PatchId, Consent>();
  for (const act of acts) {
    if (act.kind === 'consent') consents.set(act.patch, { ...leaveOf(act), seen: act.seen ?? null });
    else if ('consent' in act) consents.set(act.patch, { ...leaveOf(act), seen: act.consent });
  }
  return consents;
}

function leaveOf({ releaseDigest, who, why, at }: LeaveAct): OperatorLeave {
  return { releaseDigest, who, why, at };
}

function approvalOf(act: LeaveAct & { readonly key: string }, site: SiteName): Approval {
  return {
    patch: act.patch,
    releaseDigest: act.releaseDigest,
    key: act.key,
    who: act.who,
    at: act.at,
    expiresAt: null,
    place: { kind: 'site', name: site },
  };
}
