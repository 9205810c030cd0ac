import type { Command } from 'commander';
import { failure } from '../../base/failure.ts';
import type { PreparedChannel, PublishOrder } from '../../publish/publish-channel.ts';
import type { Signing } from '../../publish/release-patch.ts';
import { readSpan } from './read-moment.ts';

export interface ChannelOptions {
  readonly channel: string;
  readonly expires?: string;
  readonly trust?: readonly string[];
}

/** Gives a command the options that describe the channel to be written. */
export function withChannel(command: Command): Command {
  return command
    .option('--channel <name>', 'the channel to write', usualChannel)
    .option('--expires <span>', 'how long sites take the channel for fresh (default: 30d)')
    .option(
      '--trust <key...>',
      'public keys of others who release or publish for this channel: "ssh-ed25519 AAAA…"',
    );
}

/** What is to be published. Failure WRONG_ARGUMENT. */
export function readPublishOrder(
  { channel, expires, trust = [] }: ChannelOptions,
  signing: Signing,
): PublishOrder {
  if (!/^[a-z0-9]+([.-][a-z0-9]+)*$/.test(channel)) {
    throw failure('WRONG_ARGUMENT', { what: '--channel', word: channel, expected: 'a name such as default' });
  }
  return {
    channel,
    lifetime: expires === undefined ? null : readSpan('--expires', expires),
    publishers: readPublishers({ trust }),
    signing,
  };
}

/** What describes the channel is of no use without one. Failure WRONG_ARGUMENT. */
export function refuseWithoutPublish({ channel, expires }: ChannelOptions): void {
  const expected = '`--publish` beside it, which writes the channel';
  if (expires !== undefined) throw failure('WRONG_ARGUMENT', { what: '--expires', word: expires, expected });
  if (channel !== usualChannel)
    throw failure('WRONG_ARGUMENT', { what: '--channel', word: channel, expected });
}

const usualChannel = 'default';

/** Public keys of others who release or publish, without their comments. */
export function readPublishers({ trust = [] }: Pick<ChannelOptions, 'trust'>): readonly string[] {
  return trust.map((key) => key.trim().split(/\s+/).slice(0, 2).join(' '));
}

/** What became of the channel, for people. */
export function channelAsText(channel: PreparedChannel): string {
  const until = new Date(channel.expiresAt).toISOString();
  const told =
    channel.kind === 'new'
      ? `published channel ${channel.channel}, number ${channel.counter}, fresh until ${until}`
      : `channel ${channel.channel} says so already: number ${channel.counter}, fresh until ${until}`;
  const added = channel.added.length === 0 ? [] : [`  new in it: ${channel.added.join(', ')}`];
  const policy = channel.policy.map(({ path, how }) => `  ${how}: ${path}`);
  return [told, ...added, ...policy, ...channel.remarks.map((remark) => `  remark: ${remark}`)].join('\n');
}

/** What became of the channel, for programs. */
export function channelAsJson({
  kind,
  channel,
  counter,
  publishedAt,
  expiresAt,
  added,
  policy,
  remarks,
  updates,
}: PreparedChannel) {
  return {
    state: kind,
    channel,
    counter,
    publishedAt: new Date(publishedAt).toISOString(),
    expiresAt: new Date(expiresAt).toISOString(),
    added,
    policy,
    remarks,
    commit: updates[0]?.to ?? null,
  };
}
