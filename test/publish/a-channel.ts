import type { ObjectId, PatchId, SiteName } from '../../src/base/names.ts';
import type { DesiredState } from '../../src/desired/desired-state.ts';
import { readDesiredState } from '../../src/desired/read-desired-state.ts';
import type { PublishOrder } from '../../src/publish/publish-channel.ts';
import { usualLifetime } from '../../src/publish/publish-channel.ts';
import { releaseAndPublish } from '../../src/publish/release-and-publish.ts';
import type { MemoryPatchesRepository } from '../worlds/memory-patches-repository.ts';
import { aFleet, aPatch } from './a-patch.ts';
import { aSigner, signingAt } from './a-signer.ts';

const signer = aSigner();
export const day = 24 * 60 * 60 * 1000;
export const start = '2026-11-30T10:00:00.000Z';

/** Publishing at this time, with our key. */
export function orderAt(at: string, wish: Partial<PublishOrder> = {}): PublishOrder {
  return {
    channel: 'default',
    lifetime: usualLifetime,
    publishers: [],
    signing: signingAt(at, signer),
    ...wish,
  };
}

/** So many days after the start. */
export function later(days: number): string {
  return new Date(Date.parse(start) + days * day).toISOString();
}

/** Main with a fleet and these patches. */
export function mainWith(
  ids: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return Object.assign({ 'fleet.yaml': aFleet }, ...ids.map((id) => aPatch(id)), more) as Record<
    string,
    string
  >;
}

/** Releases and publishes in one push. */
export function release(
  repository: MemoryPatchesRepository,
  ids: readonly string[],
  order: PublishOrder = orderAt(start),
) {
  const { signing, publishers } = order;
  return releaseAndPublish(repository, { patches: ids as PatchId[], signing, publishers, publish: order });
}

/** The channel as a site reads it that trusts our key. */
export async function readAsSite(
  repository: MemoryPatchesRepository,
  newestCounter = 0,
): Promise<DesiredState> {
  const commit = repository.remote.get('refs/heads/channel/default') as ObjectId;
  const files = new Map<string, Uint8Array>();
  for (const [path, { blob }] of await repository.readFiles(commit, ''))
    files.set(path, await repository.readBlob(blob));
  const trust = {
    publisher: [signer.publicKey],
    release: [signer.publicKey],
    approver: [],
    operator: [],
    unsigned: false,
  };
  const tree = { name: 'default', commit, commitObject: await repository.readObject(commit), files };
  return readDesiredState({ tree, trust, site: 'uat-1' as SiteName, newestCounter });
}

/** `sequence id` of each release of the channel. */
export async function sequences(repository: MemoryPatchesRepository): Promise<readonly string[]> {
  return (await readAsSite(repository)).releases.map(({ id, sequence }) => `${sequence} ${id}`);
}
