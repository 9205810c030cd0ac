import type { Instant } from '../base/instant.ts';
import type { PatchId } from '../base/names.ts';
import type { Hold } from '../desired/desired-state.ts';
import type { BlockerReason, Verdict } from './blocker.ts';
import { blocked, earliest, open } from './blocker.ts';
import { localAsText } from './zoned-time.ts';

/** Whether the site as a whole is suspended: a hold without a patch that has not ended. */
export function suspensionVerdict(now: Instant, holds: readonly Hold[], zone: string): Verdict {
  return holdsVerdict(now, { holds: holds.filter(({ patch }) => patch === null), reason: 'Suspended', zone });
}

/** Whether this patch is on hold at the site. */
export function holdVerdict(now: Instant, patch: PatchId, { holds, zone }: { holds: readonly Hold[]; zone: string }): Verdict {
  return holdsVerdict(now, { holds: holds.filter((hold) => hold.patch === patch), reason: 'OnHold', zone });
}

interface Holds {
  readonly holds: readonly Hold[];
  readonly reason: BlockerReason & ('Suspended' | 'OnHold');
  readonly zone: string;
}

function holdsVerdict(now: Instant, { holds, reason, zone }: Holds): Verdict {
  const present = holds.filter(({ until }) => until === null || until > now).toSorted(lastingLongest);
  const [longest] = present;
  if (longest === undefined) return open();
  const { who, why, until } = longest;
  const what = reason === 'Suspended' ? 'This site is suspended' : 'On hold here';
  const end = until === null ? `until ${who} or another operator resumes it` : `until ${localAsText(until, zone)}`;
  return blocked(
    { reason, message: `${what} by ${who} ${end}: ${why}`, until, who },
    earliest(present.map((hold) => hold.until)),
  );
}

function lastingLongest(a: Hold, b: Hold): number {
  const [endA, endB] = [a.until ?? Number.POSITIVE_INFINITY, b.until ?? Number.POSITIVE_INFINITY];
  if (endA !== endB) return endA > endB ? -1 : 1;
  return a.at - b.at || (`${a.who} ${a.why}` < `${b.who} ${b.why}` ? -1 : 1);
}
