import type { PatchId } from '../base/names.ts';
import type { PatchesRepository } from '../ports/patches-repository.ts';
import type { PreparedChannel, PublishOrder } from './publish-channel.ts';
import { prepareChannel } from './publish-channel.ts';
import { pushWithRetries } from './push-with-retries.ts';
import type { PreparedRelease, Signing } from './release-patch.ts';
import { prepareRelease } from './release-patch.ts';
import { oursOf } from './why-not-ours.ts';

interface ReleaseOrder {
  readonly patches: readonly PatchId[];
  readonly signing: Signing;
  /** Public keys of others who release for the same sites: what they tagged is released. */
  readonly publishers: readonly string[];
  /** The channel to publish in the same push; null: the tags only. */
  readonly publish: PublishOrder | null;
}

export interface Released {
  readonly releases: readonly PreparedRelease[];
  readonly channel: PreparedChannel | null;
}

/**
 * Releases patches as they lie on main, and publishes the channel, in one atomic push: all of it is visible afterwards or nothing. A lost race is
 * retried from the refreshed state. Failures of prepareRelease, prepareChannel and pushWithRetries.
 */
export async function releaseAndPublish(
  repository: PatchesRepository,
  order: ReleaseOrder,
): Promise<Released> {
  const ours = oursOf(order.signing.signer, order.publishers);
  return pushWithRetries(repository, async () => {
    const releases: PreparedRelease[] = [];
    for (const patch of order.patches) {
      releases.push(await prepareRelease(repository, patch, { signing: order.signing, ours }));
    }
    const channel = order.publish === null ? null : await prepareChannel(repository, order.publish, releases);
    const updates = [...releases.flatMap((release) => release.updates), ...(channel?.updates ?? [])];
    return { releases, channel, updates };
  });
}

/**
 * The same in pushes of at most so many tags each, because hosts tell nobody of tags that come by more (GitHub Docs, "Events that trigger workflows", push:
 * none for more than three tags). Each push is atomic; the channel goes with the last one, so that sites see all of the patches at once, or none. What a former
 * try pushed is found there and left.
 */
export async function releaseInPortions(
  repository: PatchesRepository,
  order: ReleaseOrder,
  mostTags: number,
): Promise<Released> {
  const releases: PreparedRelease[] = [];
  let patches = order.patches;
  for (; patches.length > mostTags; patches = patches.slice(mostTags)) {
    const portion = { ...order, patches: patches.slice(0, mostTags), publish: null };
    releases.push(...(await releaseAndPublish(repository, portion)).releases);
  }
  const last = await releaseAndPublish(repository, { ...order, patches });
  return { releases: [...releases, ...last.releases], channel: last.channel };
}

/** Publishes the channel. Failures of prepareChannel and pushWithRetries. */
export async function publishChannel(
  repository: PatchesRepository,
  order: PublishOrder,
): Promise<PreparedChannel> {
  return pushWithRetries(repository, () => prepareChannel(repository, order));
}
