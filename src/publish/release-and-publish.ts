import type { PatchId } from '../base/names.ts';
import type { PatchesRepository } from '../ports/patches-repository.ts';
import type { PreparedChannel, PublishOrder } from './publish-channel.ts';
import { prepareChannel } from './publish-channel.ts';
import { pushWithRetries } from './push-with-retries.ts';
import type { PreparedRelease, Signing } from './release-patch.ts';
import { prepareRelease } from './release-patch.ts';

interface ReleaseOrder {
  readonly patches: readonly PatchId[];
  readonly signing: Signing;
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
  return pushWithRetries(repository, async () => {
    const releases: PreparedRelease[] = [];
    for (const patch of order.patches) {
      releases.push(await prepareRelease(repository, patch, order.signing));
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
