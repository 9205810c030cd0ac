import { failure } from '../base/failure.ts';
import type { DesiredState, ReleaseEntry } from '../desired/desired-state.ts';
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
export function assertNewest({ installed }: SiteView, { channel }: DesiredState): void {
  const { name, counter, commit } = channel;
  const newest = leastCounter(installed.channels.get(name) ?? null, commit);
  if (newest > counter) throw failure('CHANNEL_REWOUND', { channel: name, counter, newest });
}

/** Writes owner, channel and newly seen patches into the register, in one write, if there is anything new. */
export async function receive(desk: Desk, desired: DesiredState): Promise<void> {
  const seen = await lookAtSite(desk.ports, desk.setup);
  if (newsFor(desk, seen, desired).length === 0) return;
  await desk.session();
  const locked = await lookAtSite(desk.ports, desk.setup);
  assertNewest(locked, desired);
  await desk.register(...newsFor(desk, locked, desired));
}

function newsFor(
  { setup }: Desk,
  { installed, facts }: SiteView,
  desired: DesiredState,
): readonly RegisterEvent[] {
  const { name, counter, commit } = desired.channel;
  const patches = desired.releases
    .filter(({ sites }) => selectsSite(sites, desired.site))
    .filter((release) => isNews(release, installed.patches.get(release.id)))
    .map(({ id, digest }) => ({ patch: id, releaseDigest: digest }));
  return [
    ...(installed.owner === null ? [{ kind: 'owner', site: setup.site, target: facts.target } as const] : []),
    ...(patches.length > 0 ? [{ kind: 'received', patches } as const] : []),
    ...(installed.channels.get(name)?.commit === commit
      ? []
      : [{ kind: 'channel', name, counter, commit } as const]),
  ];
}
