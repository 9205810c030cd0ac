import type { Instant } from '../base/instant.ts';
import type { ReleaseEntry } from '../desired/desired-state.ts';
import type { Fleet, FleetSite, Gate, Ring } from '../desired/fleet.ts';
import type { Verdict } from './blocker.ts';
import { allOf, blocked, earliest, open } from './blocker.ts';
import { selectsSite } from './selection.ts';
import type { DatedStanding, Standings } from './standing.ts';
import { localAsText } from './zoned-time.ts';

/** One site of an earlier ring, and how far the release has come there. */
interface Member extends DatedStanding {
  readonly site: FleetSite;
}

/** Names that a message lists before it only counts. */
const namesListed = 5;

/**
 * Whether the rings before the site's ring let this release go on: in each, the share of its selected sites that have
 * exactly this release (or one that satisfies for it), the number that failed, and how long the share has held.
 */
export function gateVerdict(
  now: Instant,
  release: ReleaseEntry,
  context: { readonly site: FleetSite; readonly fleet: Fleet; readonly standings: Standings },
): Verdict {
  const { site, fleet, standings } = context;
  const own = fleet.rings.findIndex(({ name }) => name === site.ring);
  const gate = fleet.rings[own]?.gate;
  if (gate === undefined) {
    return blocked({
      reason: 'AwaitingRing',
      message: `The site's ring ${site.ring} is not a ring of the fleet, so no one knows who goes before it.`,
      who: site.ring,
    });
  }
  if (gate === null) return open();
  return allOf(
    fleet.rings.slice(0, own).map((ring) => {
      const members = fleet.sites
        .filter((member) => member.ring === ring.name && selectsSite(release.sites, member))
        .map((member) => {
          const { standing, changesAt } = standings(release, member.name);
          return { site: member, standing, changesAt };
        });
      return ringVerdict(now, gate, { ring, members, since: sinceInOrder(members), zone: site.timezone });
    }),
  );
}

interface RingState {
  readonly ring: Ring;
  readonly members: readonly Member[];
  /** Since when those that have it have had it, the first one first. */
  readonly since: readonly Instant[];
  readonly zone: string;
}

function ringVerdict(now: Instant, gate: Gate, state: RingState): Verdict {
  const { ring, members } = state;
  if (members.length === 0) return open();
  const mayTurn = earliest(members.map(({ changesAt }) => changesAt));
  const failed = members.filter(({ standing }) => standing.kind === 'failed');
  const message = failed.length > gate.maxFailed ? failedText(gate, state, failed) : shareText(gate, state);
  if (message !== null) return blocked({ reason: 'AwaitingRing', message, who: ring.name }, mayTurn);
  const soaked = shareReached(gate, state) + gate.soak;
  if (soaked <= now) return open(mayTurn);
  return blocked(
    {
      reason: 'AwaitingRing',
      message: `Ring ${ring.name} has it; it has to hold there until ${localAsText(soaked, state.zone)}.`,
      until: soaked,
      who: ring.name,
    },
    mayTurn,
  );
}

/** How many sites make the share; a share that is no number is all of them. */
function sitesNeeded({ installedPercent }: Gate, members: readonly Member[]): number {
  const share = Number.isFinite(installedPercent) ? installedPercent : 100;
  return Math.min(members.length, Math.ceil((share * members.length) / 100));
}

function sinceInOrder(members: readonly Member[]): readonly Instant[] {
  const since: Instant[] = [];
  for (const { standing } of members) if (standing.kind === 'installed') since.push(standing.since);
  return since.sort((a, b) => a - b);
}

/** The instant at which the site that completed the share had it installed; the share must be reached. */
function shareReached(gate: Gate, { members, since }: RingState): Instant {
  return since[sitesNeeded(gate, members) - 1] ?? Number.NEGATIVE_INFINITY;
}

function shareText(gate: Gate, { ring, members, since }: RingState): string | null {
  const needed = sitesNeeded(gate, members);
  const has = since.length;
  if (has >= needed) return null;
  const missing = members.filter(({ standing }) => standing.kind !== 'installed');
  return (
    `Ring ${ring.name} goes first: ${has} of ${sitesOf(members.length)} there ${has === 1 ? 'has' : 'have'} it, ` +
    `${needed} ${needed === 1 ? 'is' : 'are'} needed; missing: ${listed(missing)}.${neverText(needed, members)}`
  );
}

/** Where so many sites can never have it that the gate does not open by itself; else empty. */
function neverText(needed: number, members: readonly Member[]): string {
  const never = members.filter(
    ({ standing }) => standing.kind === 'waiting' && standing.reason === 'NotPossibleHere',
  );
  if (members.length - never.length >= needed) return '';
  return ` As things are this gate never opens: it cannot go in at ${namesOf(never)}. Take such sites out of the patch's \`sites\` by a patch that supersedes it, or let the gate ask for fewer.`;
}

function failedText(gate: Gate, { ring, members }: RingState, failed: readonly Member[]): string {
  return (
    `Stopped: in ring ${ring.name} it failed at ${failed.length} of ${sitesOf(members.length)}, ` +
    `${gate.maxFailed} may fail: ${listed(failed)}.`
  );
}

function sitesOf(count: number): string {
  return count === 1 ? '1 site' : `${count} sites`;
}

function listed(members: readonly Member[]): string {
  return namesOf(members, ({ standing }) => ` (${standingText(standing)})`);
}

function namesOf(members: readonly Member[], remark: (member: Member) => string = () => ''): string {
  const names = members
    .toSorted((a, b) => (a.site.name < b.site.name ? -1 : 1))
    .slice(0, namesListed)
    .map((member) => `${member.site.name}${remark(member)}`);
  const others = members.length - names.length;
  return others > 0 ? `${names.join(', ')} and ${others} more` : names.join(', ');
}

function standingText(standing: DatedStanding['standing']): string {
  switch (standing.kind) {
    case 'installed':
      return 'installed';
    case 'failed':
      return 'failed';
    case 'waiting':
      return standing.reason === 'NotSeen' ? 'has not spoken of it yet' : `waiting, ${standing.reason}`;
    case 'unknown':
      return `unknown: ${standing.why}`;
  }
}
