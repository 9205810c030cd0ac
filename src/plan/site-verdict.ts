import type { Verdict } from '../policy/blocker.ts';
import { allOf, blocked, open } from '../policy/blocker.ts';
import { freezeVerdict, frozenTimes } from '../policy/freezes.ts';
import { headroomVerdict } from '../policy/headroom.ts';
import { holdVerdict } from '../policy/holds.ts';
import { windowVerdict } from '../policy/windows.ts';
import { localAsText } from '../policy/zoned-time.ts';
import type { PlanInput } from './plan-input.ts';
import type { Standpoint } from './standpoint.ts';

/** What stands against any attempt at this site, whatever the patch. A freeze, a window or a suspension knows no exception. */
export function siteVerdict({ input, holds }: Standpoint): Verdict {
  const { now, desired, facts, usualDuration } = input;
  const { site, fleet } = desired;
  const frozen = frozenTimes(fleet.freezes, site);
  return allOf([
    ownerVerdict(input),
    inconsistencyVerdict(input),
    openAttemptVerdict(input),
    holdVerdict(now, holds.get(null) ?? [], { reason: 'Suspended', zone: site.timezone }),
    facts.primary ? open() : notPrimary(facts.target),
    freezeVerdict(now, frozen, site.timezone),
    windowVerdict(now, site),
    headroomVerdict(now, usualDuration, { site, frozen }),
  ]);
}

function ownerVerdict({ installed, desired, facts }: PlanInput): Verdict {
  const { owner } = installed;
  if (owner === null || owner === desired.site.name) return open();
  return blocked({
    reason: 'NotPossibleHere',
    message: `The target ${facts.target} belongs to site ${owner}, not to ${desired.site.name}.`,
    who: 'operator',
  });
}

function inconsistencyVerdict({ installed, desired }: PlanInput): Verdict {
  if (installed.inconsistent === null) return open();
  const { patch, attempt, why, since } = installed.inconsistent;
  const when = localAsText(since, desired.site.timezone);
  return blocked({
    reason: 'Inconsistent',
    message: `Attempt ${attempt} of ${patch} left this site inconsistent at ${when}, and nothing runs until an operator has settled it: ${why}`,
    who: 'operator',
  });
}

function openAttemptVerdict({ installed }: PlanInput): Verdict {
  if (installed.open === null) return open();
  const { attempt, patch, action } = installed.open;
  return blocked({
    reason: 'Inconsistent',
    message: `Attempt ${attempt} (${action} of ${patch}) is under way or was cut short; it has to be settled before anything else starts.`,
  });
}

function notPrimary(target: string): Verdict {
  return blocked({
    reason: 'NotPrimary',
    message: `The target ${target} is a mirror member that must not be written; its primary is patched instead.`,
  });
}
