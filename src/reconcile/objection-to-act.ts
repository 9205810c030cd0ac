import type { Instant } from '../base/instant.ts';
import type { PatchId } from '../base/names.ts';
import type { InstalledState, PatchState } from '../installed/installed-state.ts';
import type { ActFact } from '../journal/journal-event.ts';
import type { OperatorActs } from '../plan/plan-input.ts';
import { isHeldHere } from '../plan/read-operator-acts.ts';
import { localAsText } from '../policy/zoned-time.ts';

/** What the site knows when an operator says something. */
interface ActGround {
  readonly now: Instant;
  /** In which times are named: the site's. */
  readonly zone: string;
  readonly installed: Pick<InstalledState, 'patches'>;
  readonly acts: Pick<OperatorActs, 'holds' | 'remove' | 'suspended' | 'approvals'>;
}

/** Why an act would change nothing, or not what it says, and what to do instead. */
export interface Objection {
  readonly why: string;
  readonly next: string;
}

/** What is to be said against an act, as the site stands; null: nothing. A settlement is judged where it is made. */
export function objectionToAct(act: ActFact, ground: ActGround): Objection | null {
  const { now, zone, acts } = ground;
  switch (act.kind) {
    case 'resume':
      return isHeldHere(act.patch, acts, now) ? null : notHeld(act.patch, acts);
    case 'keep':
      return acts.remove.has(act.patch) ? null : notToRemove(act.patch);
    case 'resume-site':
      return acts.suspended === null ? notSuspended : null;
    case 'hold':
      return act.until === null || act.until > now ? null : isPast('The hold', act.until, zone);
    case 'install-at':
      return act.from > now ? toInstalled(act.patch, ground) : isPast('The start', act.from, zone);
    case 'install-now':
      return toInstalled(act.patch, ground);
    case 'consent':
      return toInstalled(act.patch, ground) ?? (act.seen === undefined ? namesNothing : null);
    case 'approve':
      return toInstalled(act.patch, ground) ?? toApproval(act, acts);
    case 'remove':
      return stateOf(act.patch, ground) === 'installed' ? null : notInstalled(act.patch, ground);
    case 'retry':
      return toRetry(act.patch, ground);
    case 'suspend':
    case 'settle':
    case 'accept-channel':
    case 'widen-backup':
      return null;
  }
}

function stateOf(patch: PatchId, { installed }: ActGround): PatchState | null {
  return installed.patches.get(patch)?.state ?? null;
}

function toInstalled(patch: PatchId, ground: ActGround): Objection | null {
  if (stateOf(patch, ground) !== 'installed') return null;
  return {
    why: `${patch} is installed here already.`,
    next: `See \`patchfleet explain ${patch}\`; \`patchfleet remove\` takes it out.`,
  };
}

const namesNothing: Objection = {
  why: 'A consent has to say to what.',
  next: 'Give it with `patchfleet consent` or on the page, which take what the plan names now.',
};

function toApproval(
  act: Extract<ActFact, { kind: 'approve' }>,
  { approvals }: ActGround['acts'],
): Objection | null {
  const given = approvals.some(
    ({ patch, releaseDigest, who, key }) =>
      patch === act.patch && releaseDigest === act.releaseDigest && who === act.who && key === act.key,
  );
  if (!given) return null;
  const next = `See \`patchfleet explain ${act.patch}\` for what it waits for.`;
  return { why: `${act.who} has approved this release of ${act.patch} here already.`, next };
}

function toRetry(patch: PatchId, { installed }: ActGround): Objection | null {
  const record = installed.patches.get(patch);
  const explain = `See \`patchfleet explain ${patch}\``;
  switch (record?.state) {
    case 'failed':
    case 'interrupted':
    case undefined:
      return null;
    case 'installed':
      return record.failedRemoval !== null
        ? null
        : { why: `${patch} is installed here: nothing failed.`, next: `${explain}.` };
    case 'received':
      return {
        why: `${patch} has not failed here: it waits for its first try, or for one that was asked for.`,
        next: `${explain} for what it waits for.`,
      };
    case 'removed':
      return {
        why: `${patch} was removed here: nothing failed.`,
        next: '`patchfleet install` lets it in again.',
      };
  }
}

function notInstalled(patch: PatchId, ground: ActGround): Objection {
  const why = `${patch} is not installed here: it is ${stateOf(patch, ground) ?? 'unknown'}.`;
  return {
    why,
    next: `\`patchfleet hold ${patch}\` keeps it out; \`patchfleet get patches\` shows what is in.`,
  };
}

function notHeld(patch: PatchId, { remove }: ActGround['acts']): Objection {
  const why = `Nobody holds ${patch} here by \`patchfleet hold\`, or the hold has ended.`;
  const leave = remove.get(patch);
  if (leave !== undefined)
    return {
      why: `${why} ${leave.who} has asked to remove it.`,
      next: `\`patchfleet keep ${patch}\` takes that removal back: the patch stays in.`,
    };
  return {
    why,
    next: `See \`patchfleet explain ${patch}\`. A hold that came with the channel ends where it was made: take its file out of the patches repository and publish.`,
  };
}

function notToRemove(patch: PatchId): Objection {
  return {
    why: `Nobody here has asked to remove ${patch}, or the removal was tried already.`,
    next: `See \`patchfleet explain ${patch}\`. A removal by a recall ends where it was made: take the recall's file out of the patches repository and publish. \`patchfleet hold ${patch}\` keeps it from happening now.`,
  };
}

const notSuspended: Objection = {
  why: 'This site is not suspended by `patchfleet suspend`.',
  next: 'Name a patch to end its hold. A suspension that came with the channel ends where it was made: take its file out of the patches repository and publish.',
};

function isPast(what: string, moment: Instant, zone: string): Objection {
  return {
    why: `${what} lies in the past: ${localAsText(moment, zone)}.`,
    next: 'Give a time to come with its offset, or a span from now such as 4h or 3d; or leave it out.',
  };
}
