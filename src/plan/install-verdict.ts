import type { ReleaseEntry } from '../desired/desired-state.ts';
import type { Verdict } from '../policy/blocker.ts';
import { allOf, blocked, open } from '../policy/blocker.ts';
import { approvalVerdict } from '../policy/approvals.ts';
import { gateVerdict } from '../policy/gates.ts';
import type { Standings } from '../policy/standing.ts';
import { localAsText } from '../policy/zoned-time.ts';
import type { PlanInput } from './plan-input.ts';
import type { Ordering } from './requirements.ts';
import { requirementsVerdict } from './requirements.ts';
import type { Standpoint } from './standpoint.ts';
import { recordOf } from './standpoint.ts';

/** What stands against installing this release here, besides the time, the site and the leave to start. */
export function installVerdict(
  release: ReleaseEntry,
  ground: { readonly standpoint: Standpoint; readonly ordering: Ordering; readonly standings: Standings },
): Verdict {
  const { standpoint, ordering, standings } = ground;
  const { input } = standpoint;
  const { fleet, site } = input.desired;
  return allOf([
    contentVerdict(release, input),
    doubtVerdict(release, standpoint),
    failureVerdict(release, input),
    requirementsVerdict(release, standpoint, ordering),
    gateVerdict(input.now, release, { site, fleet, standings }),
    approvals(release, standpoint),
  ]);
}

function contentVerdict({ id, digest }: ReleaseEntry, { installed }: PlanInput): Verdict {
  const record = installed.patches.get(id);
  if (record === undefined || record.state === 'received' || record.releaseDigest === digest) return open();
  return blocked({
    reason: 'NotPossibleHere',
    message: `The channel names ${id} with another content than this site already knows (${record.state} as ${short(record.releaseDigest)}, now ${short(digest)}); what a release is never changes, so a change needs a new id.`,
    who: 'publisher',
  });
}

/** An old patch does not go in while nobody knows whether another is there to take its place. */
function doubtVerdict({ id }: ReleaseEntry, { doubtOf, input }: Standpoint): Verdict {
  const newer = doubtOf(id);
  if (newer === null) return open();
  const claim = input.claims.get(newer.id);
  const why = claim?.kind === 'unchecked' ? `: ${claim.why}` : '.';
  const message = `The channel says that ${newer.id} stands in for it; that counts once the release of ${newer.id} was checked here, and it could not be yet${why}`;
  return blocked({ reason: 'Unreachable', message, who: newer.id });
}

function failureVerdict(release: ReleaseEntry, input: PlanInput): Verdict {
  const record = recordOf(release, input);
  if (record?.state !== 'failed' && record?.state !== 'interrupted') return open();
  const again = 'is tried again only when an operator here says so; a newer release is free to start';
  const when = localAsText(record.since, input.desired.site.timezone);
  if (record.state === 'failed') {
    const message = `It failed here at ${when} and ${again}: ${record.why}`;
    return blocked({ reason: 'Failed', message, who: 'operator' });
  }
  if (record.interruptions > 1) {
    const message = `It was cut short ${record.interruptions} times, the last time at ${when}, and ${again}: ${record.why}`;
    return blocked({ reason: 'Failed', message, who: 'operator' });
  }
  return open();
}

function approvals(release: ReleaseEntry, standpoint: Standpoint): Verdict {
  const { now, desired, signers } = standpoint.input;
  return approvalVerdict(now, standpoint.approvals.get(release.id) ?? [], {
    release,
    site: desired.site,
    signer: signers?.get(release.id) ?? null,
    people: desired.fleet.people,
  });
}

function short(digest: string): string {
  return digest.slice(0, 12);
}
