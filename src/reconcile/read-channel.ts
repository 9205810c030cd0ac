import { Failure, failure, isFailure } from '../base/failure.ts';
import type { ObjectId } from '../base/names.ts';
import type { DesiredState } from '../desired/desired-state.ts';
import { assertNotRewound, readDesiredState } from '../desired/read-desired-state.ts';
import type { InstalledState, ObeyedChannel } from '../installed/installed-state.ts';
import { leastCounter } from '../installed/least-counter.ts';
import { localAsText } from '../policy/zoned-time.ts';
import type { Ports } from '../ports/ports.ts';
import type { Polled } from '../ports/repository.ts';
import type { Problem } from './pass-event.ts';
import type { SiteSetup } from './site-setup.ts';

/** What the channel asks, and what kept us from seeing or taking its newest state. */
interface ChannelView {
  /** Null: no channel was ever seen that can be obeyed. */
  readonly desired: DesiredState | null;
  readonly problems: readonly Problem[];
  /** Null: the host did not answer, or was not asked. */
  readonly polled: Polled | null;
}

/**
 * Asks the host for the channel's tip and checks it. Where the host does not answer, or offers what must not be taken,
 * the channel that this target obeyed last goes on to hold: absence and forgery never change a site.
 */
export async function readChannel(
  ports: Ports,
  setup: SiteSetup,
  installed: Pick<InstalledState, 'channels'>,
): Promise<ChannelView> {
  const obeyed = installed.channels.get(setup.channel) ?? null;
  let polled: Polled | null = null;
  try {
    polled = await ports.repository.poll();
    if (polled.channel === null) throw failure('CHANNEL_MISSING', { channel: setup.channel });
    const desired = await readAt(ports, setup, { commit: polled.channel, obeyed });
    return { desired, problems: staleness(desired, ports.clock.now()), polled };
  } catch (error) {
    const { desired, problems } = await readObeyed(ports, setup, installed);
    return { desired, problems: [problemOf(error, polled?.channel ?? null), ...problems], polled };
  }
}

async function readAt(
  ports: Pick<Ports, 'repository' | 'clock'>,
  { channel, site, trust }: SiteSetup,
  { commit, obeyed }: { readonly commit: ObjectId; readonly obeyed: ObeyedChannel | null },
): Promise<DesiredState> {
  const newest = leastCounter(obeyed, commit, ports.clock.now());
  const desired = await readCommit(ports, { channel, site, trust }, { commit, newestCounter: newest });
  if (desired.channel.counter === newest && commit !== obeyed?.commit)
    throw failure('CHANNEL_FORKED', { channel, counter: newest, commit });
  return desired;
}

/** True where an operator had let another commit in before the host was asked, and it offered the one that is obeyed now. */
export function endsAcceptance(
  { channels }: Pick<InstalledState, 'channels'>,
  { channel: { name, commit } }: DesiredState,
  polled: Polled | null,
): boolean {
  const accepted = channels.get(name)?.accepted ?? null;
  return accepted !== null && accepted.commit !== commit && polled?.channel === commit;
}

interface ReadCommit {
  readonly commit: ObjectId;
  readonly site: SiteSetup['site'];
  readonly trust: SiteSetup['trust'];
  readonly desired: DesiredState;
}

/** What the last commit that could be obeyed says. A commit's id covers all of its bytes, so that they need be checked only once. */
const lastRead = new WeakMap<Ports['repository'], ReadCommit>();

async function readCommit(
  { repository }: Pick<Ports, 'repository'>,
  { channel, site, trust }: Pick<SiteSetup, 'channel' | 'site' | 'trust'>,
  { commit, newestCounter }: { readonly commit: ObjectId; readonly newestCounter: number },
): Promise<DesiredState> {
  const last = lastRead.get(repository);
  if (last?.commit === commit && last.site === site && last.trust === trust) {
    const { desired } = last;
    if (desired.channel.name === channel) {
      assertNotRewound(desired.channel, newestCounter);
      return desired;
    }
  }
  const tree = await repository.readChannel(commit);
  const desired = readDesiredState({ tree, trust, site, newestCounter });
  lastRead.set(repository, { commit, site, trust, desired });
  return desired;
}

/**
 * The channel that this target obeyed last, without the network as long as the mirror holds it. Where it cannot be read
 * nothing is asked of the site.
 */
export async function readObeyed(
  ports: Pick<Ports, 'repository' | 'clock'>,
  setup: SiteSetup,
  { channels }: Pick<InstalledState, 'channels'>,
): Promise<ChannelView> {
  const obeyed = channels.get(setup.channel) ?? null;
  if (obeyed === null) return { desired: null, problems: [], polled: null };
  try {
    const desired = await readAt(ports, setup, { commit: obeyed.commit, obeyed });
    return { desired, problems: staleness(desired, ports.clock.now()), polled: null };
  } catch (error) {
    return { desired: null, problems: [problemOf(error, null)], polled: null };
  }
}

/** A failure becomes a problem that is reported; a bug stays a bug. `offered`: the commit of the channel that the host has. */
function problemOf(error: unknown, offered: ObjectId | null): Problem {
  if (!(error instanceof Failure)) throw error;
  const { message } = error;
  if (ofThisMachine.has(String(error.code))) return { type: 'MachineFault', message };
  if (notTheChannels.has(String(error.code))) return { type: 'Unreachable', message };
  const wentBack = isFailure(error, 'CHANNEL_REWOUND') || isFailure(error, 'CHANNEL_FORKED');
  const acceptable = wentBack && offered !== null ? { acceptable: offered } : {};
  return { type: 'ChannelRefused', message, ...acceptable };
}

/** What is fetched could not be kept or read here: nothing is known against the host or the channel. */
const ofThisMachine: ReadonlySet<string> = new Set([
  'GIT_PROGRAM_MISSING',
  'GIT_MIRROR_DAMAGED',
  'GIT_LOCKED',
  'GIT_CONFIGURATION_BROKEN',
  'DISK_FULL',
  'DISK_FAILED',
]);

/** The host or the way to it is to blame: nobody has seen a channel that could be refused. */
const notTheChannels: ReadonlySet<string> = new Set([
  'GIT_UNREACHABLE',
  'GIT_DENIED',
  'GIT_REPOSITORY_MISSING',
  'GIT_REMOTE_INVALID',
  'GIT_HOST_TOO_OLD',
  'GIT_ANSWER_INVALID',
  'GIT_OBJECT_MISSING',
]);

function staleness(desired: DesiredState, now: number): readonly Problem[] {
  const { channel, site } = desired;
  const { expiresAt, name } = channel;
  if (now <= expiresAt) return [];
  const since = localAsText(expiresAt, site.timezone);
  const message = `The channel ${name} was to be refreshed before ${since}. The site goes on with what it says, and knows of nothing that was released, held or recalled since: ask who publishes it to run \`patchfleet publish\`, or look whether the host is the right one.`;
  return [{ type: 'ChannelStale', message }];
}
