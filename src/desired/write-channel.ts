import { instantAsText } from '../base/instant.ts';
import { writeSiteSelection } from '../kit/parse-manifest.ts';
import { writePolicy } from '../kit/read-policy.ts';
import type { ChannelContent } from './channel-content.ts';
import { isPolicyFile } from './channel-content.ts';
import type { ReleaseEntry } from './desired-state.ts';

/** Releases in one file of the index: a publish rewrites the last file only, and git stores what is new of it. */
const shardSize = 500;

/** Every file of a channel's tree: readChannelFiles reads the same content from it. The same content gives the same bytes. */
export function writeChannel(content: ChannelContent): Map<string, Uint8Array> {
  const shards = shardsOf(content.releases);
  const files = new Map<string, Uint8Array>([['channel.json', bytesOf(head(content, shards.length))]]);
  for (const [index, releases] of shards.entries()) files.set(shardPath(index), bytesOf(shard(releases)));
  for (const [path, bytes] of content.policyFiles) {
    if (!isPolicyFile(path)) throw new Error(`not a policy file: ${path}`);
    files.set(path, bytes);
  }
  return files;
}

/** `releases/0001.json` for the first shard. */
export function shardPath(index: number): string {
  return `releases/${String(index + 1).padStart(4, '0')}.json`;
}

function shardsOf(releases: readonly ReleaseEntry[]): (readonly ReleaseEntry[])[] {
  const count = Math.ceil(releases.length / shardSize);
  return Array.from({ length: count }, (_, index) =>
    releases.slice(index * shardSize, (index + 1) * shardSize),
  );
}

function head({ name, counter, publishedAt, expiresAt }: ChannelContent, shards: number): string {
  const times = { publishedAt: instantAsText(publishedAt), expiresAt: instantAsText(expiresAt) };
  return `${JSON.stringify({ format: 1, name, counter, ...times, shards }, null, 2)}\n`;
}

/** One release a line, so that a diff shows releases. */
function shard(releases: readonly ReleaseEntry[]): string {
  const lines = releases.map((release) => JSON.stringify(entry(release)));
  return `{"format":1,"releases":[\n${lines.join(',\n')}\n]}\n`;
}

function entry({
  id,
  sequence,
  tag,
  digest,
  title,
  requires,
  supersedes,
  sites,
  policy,
  size,
}: ReleaseEntry) {
  return {
    id,
    sequence,
    tag,
    digest,
    title,
    ...(requires.length === 0 ? {} : { requires }),
    ...(supersedes.length === 0 ? {} : { supersedes }),
    sites: writeSiteSelection(sites),
    policy: writePolicy(policy),
    size,
  };
}

function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}
