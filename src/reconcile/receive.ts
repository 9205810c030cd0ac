import type { Instant } from '../base/instant.ts';
import type { DesiredState, ReleaseEntry } from '../desired/desired-state.ts';
import { assertNotRewound } from '../desired/read-desired-state.ts';
import type { PatchRecord } from '../installed/installed-state.ts';
import { leastCounter } from '../installed/least-counter.ts';
import type { RegisterEvent } from '../journal/register-entry.ts';
import { selectsSite } from '../policy/selection.ts';
import type { Desk } from './desk.ts';
import type { SiteView } from './look-at-site.ts';
import { lookAtSite } from './look-at-site.ts';

/** A release is taken note of once; another content under its id only while it was never tried. */
function isNews({ digest }: ReleaseEntry, record: PatchRecord | undefined): boolean {
  return record === undefined || (record.state === 'received' && record.releaseDigest !== digest);
}

/** Between looking and taking the lock another pass may have obeyed a newer channel: then this one stops. */
export function assertNewest({ installed }: SiteView, { channel }: DesiredState, now: Instant): void {
  const { name, commit } = channel;
  const newest = leastCounter(installed.channels.get(name) ?? null, commit, now);
  assertNotRewound(channel, newest);
}

/** What a pass is to obey, and what it saw of the host. */
export interface Received {
  readonly desired: DesiredState;
  /** The host offers this, and not what an operator had let in: that word is over. */
  readonly endsAcceptance: boolean;
}

/** Writes owner, channel and newly seen patches into the register, in one write, if there is anything new. */
export async function receive(desk: Desk, received: Received): Promise<void> {
  const { ports, setup } = desk;
  const seen = await lookAtSite(ports, setup);
  if (newsFor(desk, seen, received).length === 0) return;
  await desk.session();
  const locked = await lookAtSite(ports, setup);
  assertNewest(locked, received.desired, ports.clock.now());
  await desk.register(...newsFor(desk, locked, received));
}

function newsFor(
  { setup }: Desk,
  { installed, facts }: SiteView,
  { desired, endsAcceptance }: Received,
): readonly RegisterEvent[] {
  const { name, counter, commit } = desired.channel;
  const patches = desired.releases
    .filter(({ sites }) => selectsSite(sites, desired.site))
    .filter((release) => isNews(release, installed.patches.get(release.id)))
    .map(({ id, digest }) => ({ patch: id, releaseDigest: digest }));
  const obeyed = installed.channels.get(name);
  const isKnown = obeyed?.commit === commit && !(endsAcceptance && obeyed.accepted !== null);
  return [
    ...(installed.owner === null ? [{ kind: 'owner', site: setup.site, target: facts.target } as const] : []),
    ...(patches.length > 0 ? [{ kind: 'received', patches } as const] : []),
    ...(isKnown ? [] : [{ kind: 'channel', name, counter, commit } as const]),
  ];
}
