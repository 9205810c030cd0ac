import { failure } from '../base/failure.ts';
import type { Instant } from '../base/instant.ts';
import type { ObjectId, PatchId } from '../base/names.ts';
import { signedCommit } from '../base/signed-object.ts';
import type { ChannelContent } from '../desired/channel-content.ts';
import { writeChannel } from '../desired/write-channel.ts';
import { equalBytes } from '../document/equal-bytes.ts';
import type { PatchesRepository, RefUpdate, TreeFile } from '../ports/patches-repository.ts';
import type { ReleaseIndex } from './index-releases.ts';
import { indexReleases } from './index-releases.ts';
import type { PolicyChange } from '../desired/policy-changes.ts';
import { policyChanges } from '../desired/policy-changes.ts';
import { readPolicyFiles } from './policy-files.ts';
import type { PublishedChannel } from './read-published.ts';
import { channelRef, readPublished } from './read-published.ts';
import type { PreparedRelease, Signing } from './release-patch.ts';
import { uncountedTerms } from './uncounted-terms.ts';
import { oursOf } from './why-not-ours.ts';

/** How long a channel is fresh unless said otherwise: 30 days, in milliseconds. */
export const usualLifetime = 30 * 24 * 60 * 60 * 1000;

export interface PublishOrder {
  /** Name of the channel without `channel/`. */
  readonly channel: string;
  /** Milliseconds from now to the channel's expiry; null: as usual, and a channel that is fresh for longer stays so. */
  readonly lifetime: number | null;
  /** Public keys of other publishers, whose channel may be continued and whose release tags are published. */
  readonly publishers: readonly string[];
  readonly signing: Signing;
}

export interface PreparedChannel {
  readonly kind: 'new' | 'nothing-to-do';
  readonly channel: string;
  readonly counter: number;
  readonly publishedAt: Instant;
  readonly expiresAt: Instant;
  /** Releases that were not in the channel before. */
  readonly added: readonly PatchId[];
  /** Policy files that are not as they were in the channel before. */
  readonly policy: readonly PolicyChange[];
  /** Tags and policy files that do not count, or are not what the channel pins, and why. */
  readonly remarks: readonly string[];
  /** Moves the channel; empty where there is nothing to do. */
  readonly updates: readonly RefUpdate[];
}

/**
 * Writes the channel's next commit from the released tags and the policy files on main, as of the last refresh and with these fresh
 * releases. A release keeps its sequence for ever. Nothing to do where nothing changed and more than a third of its lifetime is left.
 * Failures BRANCH_MISSING, FLEET_MISSING, CHANNEL_NOT_OURS, CHANNEL_BROKEN, INVALID_FILE, NEWER_FORMAT.
 */
export async function prepareChannel(
  repository: PatchesRepository,
  order: PublishOrder,
  fresh: readonly PreparedRelease[] = [],
): Promise<PreparedChannel> {
  const main = await repository.readRef('refs/heads/main');
  if (main === null) throw failure('BRANCH_MISSING', { branch: 'main' });
  const ours = continuing(order);
  const published = await readPublished(repository, ours);
  const tags = new Map(fresh.map(({ patch, tag }) => [patch, tag]));
  const index = await indexReleases(repository, ours, published?.content.releases ?? [], tags);
  const { policyFiles, remarks } = await readPolicyFiles(repository, main);
  const content = nextContent(order, published, { releases: index.releases, policyFiles });
  const policy = policyChanges(published?.content ?? null, content);
  const told = {
    channel: order.channel,
    added: index.added,
    policy,
    remarks: [...index.remarks, ...remarks, ...uncountedTerms(policyFiles, index.releases)],
  };
  if (published !== null && isFresh(published, order) && says(published.content, content)) {
    const { counter, publishedAt, expiresAt } = published.content;
    return { kind: 'nothing-to-do', ...told, counter, publishedAt, expiresAt, updates: [] };
  }
  const to = await writeCommit(repository, { order, published, content, index });
  const { counter, publishedAt, expiresAt } = content;
  const updates = [{ ref: channelRef(order.channel), from: published?.commit ?? null, to }];
  return { kind: 'new', ...told, counter, publishedAt, expiresAt, updates };
}

function continuing({ channel, publishers, signing: { signer } }: PublishOrder) {
  return { channel, ...oursOf(signer, publishers) };
}

function nextContent(
  { channel, lifetime, signing }: PublishOrder,
  published: PublishedChannel | null,
  parts: Pick<ChannelContent, 'releases' | 'policyFiles'>,
): ChannelContent {
  const { at } = signing.author;
  const counter = (published?.content.counter ?? 0) + 1;
  return { name: channel, counter, publishedAt: at, expiresAt: at + (lifetime ?? usualLifetime), ...parts };
}

/** More than a third of its life is left, and no more than was asked for. */
function isFresh({ content }: PublishedChannel, { lifetime, signing }: PublishOrder): boolean {
  const left = content.expiresAt - signing.author.at;
  return left > (lifetime ?? usualLifetime) / 3 && (lifetime === null || left <= lifetime);
}

/** True where the channel says all this already, whatever its number and dates are. */
function says(published: ChannelContent, content: ChannelContent): boolean {
  const { counter, publishedAt, expiresAt } = published;
  const [was, is] = [writeChannel(published), writeChannel({ ...content, counter, publishedAt, expiresAt })];
  return was.size === is.size && [...is].every(([path, bytes]) => equalBytes(was.get(path) ?? null, bytes));
}

interface Commit {
  readonly order: PublishOrder;
  readonly published: PublishedChannel | null;
  readonly content: ChannelContent;
  readonly index: ReleaseIndex;
}

async function writeCommit(
  repository: PatchesRepository,
  { order, published, content, index }: Commit,
): Promise<ObjectId> {
  const files = new Map<string, TreeFile>();
  for (const [path, bytes] of writeChannel(content)) {
    files.set(path, { blob: await repository.writeBlob(bytes), executable: false, size: bytes.length });
  }
  const fields = {
    tree: await repository.writeTree(files),
    parents: published === null ? [] : [published.commit],
    author: order.signing.author,
    message: messageOf(content, index.added),
  };
  return repository.writeObject('commit', signedCommit(fields, order.signing.signer));
}

function messageOf({ name, counter }: ChannelContent, added: readonly PatchId[]): string {
  const what = added.length === 0 ? 'policy' : added.slice(0, 5).join(', ') + (added.length > 5 ? ' …' : '');
  return `Publish ${name} ${counter}: ${what}\n\nChannel-Counter: ${counter}\n`;
}
