import { Failure, failure } from '../base/failure.ts';
import type { ObjectId } from '../base/names.ts';
import type { ChannelHead } from '../desired/desired-state.ts';
import { channelSigner, readDesiredState } from '../desired/read-desired-state.ts';
import type { InstalledState } from '../installed/installed-state.ts';
import type { Ports } from '../ports/ports.ts';
import type { SiteSetup } from './site-setup.ts';

/** A state of the channel, as somebody has to see it who lets it in. */
export interface ChannelState extends Pick<ChannelHead, 'commit' | 'counter'> {
  /** Null: what it says cannot be read here any more. */
  readonly told: ToldChannel | null;
}

interface ToldChannel extends Pick<ChannelHead, 'publishedAt'> {
  /** Public key; null: it carries no signature. */
  readonly signer: string | null;
}

export interface ChannelComparison {
  readonly offered: ChannelState;
  readonly obeyed: ChannelState;
  /** The site's IANA zone, by what is offered. */
  readonly zone: string;
}

/**
 * What the host offers against what this site obeys, after every check but that of the counter. Failures as of `readDesiredState`, and
 * ACT_SENSELESS where the site obeys nothing yet.
 */
export async function compareChannels(
  ports: Pick<Ports, 'repository'>,
  setup: SiteSetup,
  offered: ObjectId,
  { channels }: Pick<InstalledState, 'channels'>,
): Promise<ChannelComparison> {
  const known = channels.get(setup.channel);
  if (known === undefined)
    throw failure('ACT_SENSELESS', {
      why: 'This site has obeyed no channel yet: none can have gone back.',
      next: 'See `patchfleet doctor` for what the host offers.',
    });
  const { state, zone } = await readState(ports, setup, offered);
  const obeyed = { commit: known.commit, counter: known.counter, told: null };
  return { offered: state, obeyed: (await readKept(ports, setup, known.commit)) ?? obeyed, zone };
}

async function readState({ repository }: Pick<Ports, 'repository'>, setup: SiteSetup, commit: ObjectId) {
  const { site: name, trust } = setup;
  const tree = await repository.readChannel(commit);
  const { channel, site } = readDesiredState({ tree, trust, site: name, newestCounter: 0 });
  const { counter, publishedAt } = channel;
  const state: ChannelState = { commit, counter, told: { publishedAt, signer: channelSigner(tree) } };
  return { state, zone: site.timezone };
}

/** What was obeyed may be forgotten, or signed by a key that is trusted no longer. */
async function readKept(
  ports: Pick<Ports, 'repository'>,
  setup: SiteSetup,
  commit: ObjectId,
): Promise<ChannelState | null> {
  try {
    return (await readState(ports, setup, commit)).state;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return null;
  }
}
