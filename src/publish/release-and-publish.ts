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

/** Publishes the channel. Failures of prepareChannel and pushWithRetries. */
export async function publishChannel(
  repository: PatchesRepository,
  order: PublishOrder,
): Promise<PreparedChannel> {
  return pushWithRetries(repository, () => prepareChannel(repository, order));
}
