import { failure } from '../base/failure.ts';
import { readJson } from '../base/read-json.ts';
import { readSiteSelection } from '../kit/parse-manifest.ts';
import { readPolicy } from '../kit/read-policy.ts';
import type { ChannelContent } from './channel-content.ts';
import { isPolicyFile } from './channel-content.ts';
import type { ReleaseText } from './channel-schema.ts';
import { channelHeadSchema, channelShardSchema } from './channel-schema.ts';
import type { ReleaseEntry } from './desired-state.ts';
import { shardPath } from './write-channel.ts';

type Files = ReadonlyMap<string, Uint8Array>;

/**
 * Reads the files of a channel's tree, its signature not looked at. Failures CHANNEL_BROKEN where the index is not whole and in order,
 * INVALID_FILE, NEWER_FORMAT.
 */
export function readChannelFiles(channel: string, files: Files): ChannelContent {
  const { name, counter, publishedAt, expiresAt, shards } = readJson(
    channelHeadSchema,
    'channel.json',
    textOf(channel, files, 'channel.json'),
  );
  if (name !== channel) throw broken(channel, `its channel.json is the one of channel ${name}.`);
  const releases = readShards(channel, files, shards);
  checkIndex(channel, releases);
  const policyFiles = new Map([...files].filter(([path]) => isPolicyFile(path)));
  return { name, counter, publishedAt, expiresAt, releases, policyFiles };
}

/** The text of one of the channel's files. Failure CHANNEL_BROKEN where it is missing. */
export function textOf(channel: string, files: Files, path: string): string {
  const bytes = files.get(path);
  if (bytes === undefined) throw broken(channel, `${path} is missing.`);
  return new TextDecoder().decode(bytes);
}

function readShards(channel: string, files: Files, count: number): ReleaseEntry[] {
  const paths = Array.from({ length: count }, (_, index) => shardPath(index));
  const wanted = new Set(paths);
  const extra = [...files.keys()].find((path) => path.startsWith('releases/') && !wanted.has(path));
  if (extra !== undefined) throw broken(channel, `${extra} is not named by channel.json.`);
  return paths.flatMap((path) =>
    readJson(channelShardSchema, path, textOf(channel, files, path)).releases.map(entryOf),
  );
}

function entryOf(text: ReleaseText): ReleaseEntry {
  const { id, sequence, tag, digest, title, requires = [], supersedes = [], size } = text;
  const [sites, policy] = [readSiteSelection(text.sites), readPolicy(text.policy)];
  return { id, sequence, tag, digest, title, requires, supersedes, sites, policy, size };
}

function checkIndex(channel: string, releases: readonly ReleaseEntry[]): void {
  const ids = new Set<string>();
  for (const [index, { id, sequence }] of releases.entries()) {
    if (sequence !== index + 1) {
      throw broken(channel, `${id} has sequence ${sequence} in place ${index + 1} of the index.`);
    }
    if (ids.has(id)) throw broken(channel, `the index names ${id} twice.`);
    ids.add(id);
  }
}

function broken(channel: string, why: string) {
  return failure('CHANNEL_BROKEN', { channel, why });
}
