import type { Digest } from '../../src/base/digest.ts';
import { digestOf } from '../../src/base/digest.ts';
import type { ObjectId, PatchId, SiteName } from '../../src/base/names.ts';
import { signedCommit } from '../../src/base/signed-object.ts';
import type { Signer } from '../../src/base/signer.ts';
import { signerOf } from '../../src/base/ssh-signature.ts';
import type { ChannelContent } from '../../src/desired/channel-content.ts';
import type { ChannelTree } from '../../src/desired/channel-tree.ts';
import type { ReleaseEntry } from '../../src/desired/desired-state.ts';
import type { ChannelInput } from '../../src/desired/read-desired-state.ts';
import { writeChannel } from '../../src/desired/write-channel.ts';
import { aPrivateKey } from '../base/ssh-keys.ts';

/** A key for each role, fresh in each run. */
export const publisher = signerOf(aPrivateKey());
export const approver = signerOf(aPrivateKey());
export const operator = signerOf(aPrivateKey());
export const stranger = signerOf(aPrivateKey());

export const trust: ChannelInput['trust'] = {
  publisher: [publisher.publicKey],
  release: [],
  approver: [{ name: 'rita', key: approver.publicKey }],
  operator: [{ name: 'ben', key: operator.publicKey }],
  unsigned: false,
};

export const fleetText = `rings:
  - name: uat
  - { name: prod, gate: { installed: 90%, soak: 2h } }
sites:
  - { name: uat-1, ring: uat, timezone: Europe/Madrid }
  - name: prod-1
    ring: prod
    timezone: Europe/Lisbon
    windows: [{ days: [mon], from: "22:00", to: "05:00" }]
`;

export function aReleaseEntry(id: string, more: Partial<ReleaseEntry> = {}): ReleaseEntry {
  return {
    id: id as PatchId,
    sequence: 1,
    tag: '1'.repeat(40) as ObjectId,
    digest: digestOf(id),
    title: `Title of ${id}`,
    requires: [],
    supersedes: [],
    sites: { rings: null, sites: null, except: [] },
    policy: { default: { kind: 'automatic' }, approvals: 0, rules: [] },
    size: 1000,
    ...more,
  };
}

export const digestOfRelease = (id: string): Digest => aReleaseEntry(id).digest;

export interface ChannelParts extends Partial<Omit<ChannelContent, 'policyFiles'>> {
  readonly policy?: Readonly<Record<string, string>>;
}

export function aContent({ policy = {}, ...more }: ChannelParts = {}): ChannelContent {
  const texts = { 'fleet.yaml': fleetText, ...policy };
  return {
    name: 'default',
    counter: 7,
    publishedAt: Date.parse('2026-03-01T10:00:00Z'),
    expiresAt: Date.parse('2026-03-31T10:00:00Z'),
    releases: [
      aReleaseEntry('LAB-1'),
      aReleaseEntry('LAB-2', { sequence: 2, requires: ['LAB-1' as PatchId] }),
    ],
    ...more,
    policyFiles: new Map(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)])),
  };
}

/** The files of a channel of which nothing was changed. */
export const wholeChannel = writeChannel(aContent());

/** The tree of a channel; `by` null: unsigned. */
export function aTree(files: ReadonlyMap<string, Uint8Array>, by: Signer | null = publisher): ChannelTree {
  const author = { name: 'P', email: 'p@example.org', at: 0 };
  const commitObject = signedCommit(
    { tree: '3'.repeat(40) as ObjectId, parents: [], author, message: 'Publish' },
    by,
  );
  return { name: 'default', commit: '4'.repeat(40) as ObjectId, commitObject, files };
}

export function anInput(parts: ChannelParts = {}, more: Partial<ChannelInput> = {}): ChannelInput {
  return {
    tree: aTree(writeChannel(aContent(parts))),
    trust,
    site: 'prod-1' as SiteName,
    newestCounter: 0,
    ...more,
  };
}
