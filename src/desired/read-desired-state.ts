import { failure } from '../base/failure.ts';
import type { ObjectId, PatchId, SiteName } from '../base/names.ts';
import { splitSignedCommit } from '../base/signed-object.ts';
import { gitNamespace } from '../base/signer.ts';
import { verifySshSignature } from '../base/ssh-signature.ts';
import type { Rollout } from '../kit/rollout.ts';
import { applyRollout, parseRollout } from '../kit/rollout.ts';
import type { ChannelContent } from './channel-content.ts';
import type { ChannelTree } from './channel-tree.ts';
import type { ChannelHead, DesiredState, ReleaseEntry } from './desired-state.ts';
import { parseFleet } from './parse-fleet.ts';
import { readChannelFiles, textOf } from './read-channel-files.ts';
import { readTermsFiles } from './read-terms-files.ts';
import type { Trust } from './trust.ts';

export interface ChannelInput {
  readonly tree: ChannelTree;
  readonly trust: Trust;
  readonly site: SiteName;
  /** The newest counter that this target has obeyed; 0 before the first. */
  readonly newestCounter: number;
}

/**
 * What the channel asks of a site, after every check that needs no clock: the signature by a trusted publisher, the counter, the index, the fleet, the
 * rollouts; approvals, holds and recalls only where a trusted person signed exactly these terms, else they are listed as
 * ignored. Failures CHANNEL_UNSIGNED, CHANNEL_UNTRUSTED, CHANNEL_SIGNATURE_BAD, CHANNEL_REWOUND, CHANNEL_BROKEN, SITE_NOT_IN_FLEET,
 * INVALID_FILE, NEWER_FORMAT.
 */
export function readDesiredState({ tree, trust, site, newestCounter }: ChannelInput): DesiredState {
  const content = checkedContent(tree, trust);
  assertNotRewound({ ...content, commit: tree.commit }, newestCounter);
  const meaning = readChannelContent(content, tree.commit);
  const own = meaning.fleet.sites.find((one) => one.name === site);
  if (own === undefined) throw failure('SITE_NOT_IN_FLEET', { site, channel: content.name });
  return {
    ...meaning,
    site: own,
    ...readTermsFiles({ files: content.policyFiles, releases: content.releases, trust, site: own }),
  };
}

/** Failure CHANNEL_REWOUND where the channel is older than the newest that was obeyed. */
export function assertNotRewound(
  { name, counter, commit }: Pick<ChannelHead, 'name' | 'counter' | 'commit'>,
  newest: number,
): void {
  if (counter < newest) throw failure('CHANNEL_REWOUND', { channel: name, counter, newest, commit });
}

/** What the channel says of the whole fleet. */
export type FleetState = Pick<DesiredState, 'channel' | 'fleet' | 'releases' | 'recalls'>;

/**
 * The channel as somebody sees it who is no site and obeys nothing: the signature is checked, recalls count where a trusted operator signed
 * them. Failures as of `readDesiredState`, but for CHANNEL_REWOUND and SITE_NOT_IN_FLEET.
 */
export function readFleetState({ tree, trust }: Pick<ChannelInput, 'tree' | 'trust'>): FleetState {
  const content = checkedContent(tree, trust);
  const { policyFiles: files, releases } = content;
  const { recalls } = readTermsFiles({ files, releases, trust, site: null });
  return { ...readChannelContent(content, tree.commit), recalls };
}

/**
 * What the content of a channel, its signature not looked at, says to every site alike; `commit` names it. Failures CHANNEL_BROKEN,
 * INVALID_FILE, NEWER_FORMAT.
 */
export function readChannelContent(
  content: ChannelContent,
  commit: ObjectId,
): Pick<DesiredState, 'channel' | 'fleet' | 'releases'> {
  const { name, counter, publishedAt, expiresAt, policyFiles } = content;
  return {
    channel: { name, commit, counter, publishedAt, expiresAt },
    fleet: parseFleet('fleet.yaml', textOf(name, policyFiles, 'fleet.yaml')),
    releases: withRollouts(content),
  };
}

function checkedContent(tree: ChannelTree, trust: Trust): ChannelContent {
  checkSignature(tree, trust);
  return readChannelFiles(tree.name, tree.files);
}

function checkSignature(tree: ChannelTree, trust: Trust): void {
  const key = channelSigner(tree);
  if (key === null) {
    if (trust.unsigned) return;
    throw failure('CHANNEL_UNSIGNED', { channel: tree.name });
  }
  if (!trust.publisher.includes(key)) throw failure('CHANNEL_UNTRUSTED', { channel: tree.name, key });
}

/** The public key that signed the channel's commit, whosever it is; null: it carries no signature. Failure CHANNEL_SIGNATURE_BAD. */
export function channelSigner({
  name,
  commitObject,
}: Pick<ChannelTree, 'name' | 'commitObject'>): string | null {
  const { payload, signature } = splitSignedCommit(commitObject);
  if (signature === null) return null;
  const check = verifySshSignature(signature, gitNamespace, payload);
  if (check.kind === 'bad') throw failure('CHANNEL_SIGNATURE_BAD', { channel: name, why: check.why });
  return check.key;
}

function withRollouts({ name, releases, policyFiles }: ChannelContent): readonly ReleaseEntry[] {
  const rollouts = new Map<PatchId, Rollout>();
  for (const path of policyFiles.keys()) {
    if (!path.startsWith('rollouts/')) continue;
    const rollout = parseRollout(path, textOf(name, policyFiles, path));
    if (path !== `rollouts/${rollout.patch}.yaml`) {
      throw failure('CHANNEL_BROKEN', { channel: name, why: `${path} is the rollout of ${rollout.patch}.` });
    }
    rollouts.set(rollout.patch, rollout);
  }
  return releases.map((release) => {
    const rollout = rollouts.get(release.id);
    return rollout === undefined ? release : { ...release, policy: applyRollout(release.policy, rollout) };
  });
}
