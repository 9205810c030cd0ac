import type { PatchId } from '../base/names.ts';
import type { ActFact } from '../journal/journal-event.ts';
import { listed } from '../plan/removals.ts';
import type { Outlook } from './look-ahead.ts';
import type { Objection } from './objection-to-act.ts';
import type { PatchAtSite } from './patches-at-site.ts';
import { patchesAtSite, whyWithdrawn } from './patches-at-site.ts';

/**
 * What the plan has against an act that lets a patch in: it cannot go in here whatever anybody says, or it is not to come any more; and
 * against a removal: others stand on the patch, and nobody asked to remove them. Null:
 * nothing, also where no channel was seen. What register and journal have against an act is `objectionToAct`'s.
 */
export function objectionOfPlan(
  act: ActFact,
  ground: Pick<Outlook, 'view' | 'desired' | 'plan' | 'unwillingAbove'>,
): Objection | null {
  if (act.kind === 'remove') return stoodOn(act.patch, ground);
  const patch = letIn(act);
  if (patch === null || ground.plan === null) return null;
  const found = patchesAtSite(ground).find((one) => one.patch === patch);
  if (found === undefined || found.record?.state === 'installed') return null;
  if (found.step === null) return notToCome(found, ground.desired);
  const blockers = found.step.kind === 'wait' ? found.step.blockers : [];
  const never = blockers.find(({ reason }) => reason === 'NotPossibleHere');
  if (never === undefined) return null;
  return {
    why: `${patch} cannot go in at this site: ${never.message}`,
    next: `Ask who released it: a new patch that supersedes it can fit this site, or leave it out under \`sites\`. \`patchfleet hold ${patch}\` keeps it waiting in words of your own.`,
  };
}

function stoodOn(patch: PatchId, { unwillingAbove }: Pick<Outlook, 'unwillingAbove'>): Objection | null {
  const above = unwillingAbove(patch);
  if (above.length === 0) return null;
  return {
    why: `${patch} cannot be removed by itself: installed patches stand on it that nobody has asked to remove: ${listed(above)}.`,
    next: `Ask for these to be removed first, in this order, and then for ${patch}; or undo it by a further patch.`,
  };
}

/** The patch that an act lets in; null: it lets none in. */
function letIn(act: ActFact): PatchId | null {
  switch (act.kind) {
    case 'install-now':
    case 'install-at':
    case 'approve':
    case 'consent':
    case 'retry':
      return act.patch;
    case 'suspend':
    case 'resume-site':
    case 'hold':
    case 'resume':
    case 'keep':
    case 'remove':
    case 'settle':
    case 'accept-channel':
    case 'widen-backup':
      return null;
  }
}

/** Also of one that was tried here: that it failed is not why it will not come. */
function notToCome({ patch, release }: PatchAtSite, desired: Outlook['desired']): Objection {
  const gone = release === null ? 'The channel does not name it any more.' : 'It is not for this site.';
  const reason = whyWithdrawn(patch, desired)?.why ?? gone;
  return {
    why: `${patch} is not to come to this site. ${reason}`,
    next: `See \`patchfleet explain ${patch}\`, and \`patchfleet plan\` for what is to come.`,
  };
}
