import { failure } from '../base/failure.ts';
import type { ObjectId } from '../base/names.ts';
import { splitSignedCommit } from '../base/signed-object.ts';
import type { ChannelContent } from '../desired/channel-content.ts';
import { readChannelFiles } from '../desired/read-channel-files.ts';
import type { PatchesRepository } from '../ports/patches-repository.ts';
import type { OurKeys } from './why-not-ours.ts';
import { whyNotOurs } from './why-not-ours.ts';

/** The channel as it stands on the host. */
export interface PublishedChannel {
  readonly commit: ObjectId;
  readonly content: ChannelContent;
}

/** Which channel may be continued, and by whom it must be written. */
interface Continuing extends OurKeys {
  readonly channel: string;
}

/** The name of a channel's branch. */
export function channelRef(channel: string): string {
  return `refs/heads/channel/${channel}`;
}

/** Reads the channel as of the last refresh; null: there is none yet. Failures CHANNEL_NOT_OURS, CHANNEL_BROKEN, INVALID_FILE, NEWER_FORMAT. */
export async function readPublished(
  repository: Pick<PatchesRepository, 'readRef' | 'readObject' | 'readFiles' | 'readBlob'>,
  continuing: Continuing,
): Promise<PublishedChannel | null> {
  const { channel } = continuing;
  const commit = await repository.readRef(channelRef(channel));
  if (commit === null) return null;
  const why = whyNotOurs(splitSignedCommit(await repository.readObject(commit)), continuing);
  if (why !== null) throw failure('CHANNEL_NOT_OURS', { channel, why });
  const files = new Map<string, Uint8Array>();
  for (const [path, { blob }] of await repository.readFiles(commit, '')) {
    files.set(path, await repository.readBlob(blob));
  }
  return { commit, content: readChannelFiles(channel, files) };
}
