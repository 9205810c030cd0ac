import test from 'ava';
import fc from 'fast-check';
import type { FailureCode } from '../../src/base/failure.ts';
import { Failure, isFailure } from '../../src/base/failure.ts';
import type { PatchId, SiteName } from '../../src/base/names.ts';
import { readChannelFiles } from '../../src/desired/read-channel-files.ts';
import type { ChannelInput } from '../../src/desired/read-desired-state.ts';
import { readDesiredState } from '../../src/desired/read-desired-state.ts';
import type { Terms } from '../../src/desired/terms.ts';
import { signTerms, termsPath } from '../../src/desired/terms.ts';
import { writeTerms } from '../../src/desired/terms-file.ts';
import { writeChannel } from '../../src/desired/write-channel.ts';
import {
  aContent,
  anInput,
  approver,
  aReleaseEntry,
  aTree,
  digestOfRelease,
  operator,
  stranger,
  trust,
} from './a-channel.ts';

const at = Date.parse('2026-03-01T10:00:00Z');
const approval: Terms = {
  kind: 'approval',
  place: { kind: 'site', name: 'prod-1' as SiteName },
  patch: 'LAB-1' as PatchId,
  releaseDigest: digestOfRelease('LAB-1'),
  who: 'rita',
  why: 'Seen',
  at,
  expiresAt: null,
};
const hold: Terms = {
  kind: 'hold',
  site: 'prod-1' as SiteName,
  patch: null,
  releaseDigest: null,
  until: null,
  who: 'ben',
  why: 'Audit',
  at,
};
const recall: Terms = {
  kind: 'recall',
  patch: 'LAB-2' as PatchId,
  releaseDigest: digestOfRelease('LAB-2'),
  installed: 'keep',
  who: 'ben',
  why: 'Wrong codes',
  at,
};

function filesOf(...signed: readonly (readonly [Terms, typeof approver])[]): Record<string, string> {
  return Object.fromEntries(
    signed.map(([terms, signer]) => [termsPath(terms), writeTerms(signTerms(terms, signer))]),
  );
}

test('a signed channel is read with its head, fleet, site and releases', (t) => {
  const desired = readDesiredState(anInput());
  t.like(desired.channel, { name: 'default', counter: 7, expiresAt: Date.parse('2026-03-31T10:00:00Z') });
  t.is(desired.site.ring, 'prod' as typeof desired.site.ring);
  t.deepEqual(desired.releases, aContent().releases);
  t.deepEqual([desired.approvals, desired.holds, desired.recalls, desired.ignored], [[], [], [], []]);
});

test('approvals, holds and recalls that a trusted person signed count', (t) => {
  const ringApproval: Terms = { ...approval, place: { kind: 'ring', name: 'prod' as never } };
  const policy = filesOf(
    [approval, approver],
    [ringApproval, approver],
    [hold, operator],
    [recall, operator],
  );
  const desired = readDesiredState(anInput({ policy }));
  t.deepEqual(desired.ignored, []);
  t.deepEqual(
    desired.approvals.map(({ place, who, key }) => [place.kind, who, key]),
    [
      ['site', 'rita', approver.publicKey],
      ['ring', 'rita', approver.publicKey],
    ],
  );
  t.like(desired.holds[0], { patch: null, who: 'ben', until: null });
  t.like(desired.recalls[0], { patch: 'LAB-2', installed: 'keep', why: 'Wrong codes' });
});

const tampered = (terms: Terms, from: string, to: string) => {
  const [[path, text]] = Object.entries(
    filesOf([terms, terms.kind === 'approval' ? approver : operator]),
  ) as [[string, string]];
  return { [path]: text.replace(from, to) };
};
const path = termsPath(approval);
const notCounted: readonly (readonly [what: string, policy: Record<string, string>, why: RegExp])[] = [
  ['signed by a stranger', filesOf([approval, stranger]), /does not trust as approver/],
  ['an approval signed by an operator', filesOf([approval, operator]), /does not trust as approver/],
  ['a hold signed by an approver', filesOf([hold, approver]), /does not trust as operator/],
  ['a recall signed by an approver', filesOf([recall, approver]), /does not trust as operator/],
  [
    'the key of another person',
    filesOf([{ ...approval, who: 'ana' }, approver]),
    /says ana, and its key is the one of rita/,
  ],
  [
    'another release digest',
    filesOf([{ ...approval, releaseDigest: digestOfRelease('LAB-9') }, approver]),
    /another release digest/,
  ],
  [
    'a release that the channel does not have',
    filesOf([{ ...approval, patch: 'LAB-9' as PatchId }, approver]),
    /LAB-9, which the channel does not have/,
  ],
  ['the reason changed after signing', tampered(approval, 'Seen', 'Sean'), /does not match/],
  [
    'the expiry added after signing',
    tampered(approval, 'signature:', 'expires: 2030-01-01T00:00:00Z\nsignature:'),
    /does not match/,
  ],
  ['a recall turned from keep to remove', tampered(recall, 'keep', 'remove'), /does not match/],
  [
    'moved to another place',
    { 'approvals/prod/LAB-1/rita.yaml': writeTerms(signTerms(approval, approver)) },
    /its place is approvals\/prod-1/,
  ],
  ['no YAML', { [path]: 'who: [' }, /:1:/],
  [
    'an alias bomb',
    {
      [path]: `a: &a [x]\n${Array.from({ length: 12 }, (_, n) => `${'b'.repeat(n + 1)}: &${'b'.repeat(n + 1)} [${`*${n === 0 ? 'a' : 'b'.repeat(n)}, `.repeat(10)}]`).join('\n')}\n`,
    },
    /too much/,
  ],
  ['bytes that are no text', { [path]: '\u0000\uffff' }, /./],
];
for (const [what, policy, why] of notCounted) {
  test(`what is not signed by who may, over exactly these terms, is listed and never obeyed: ${what}`, (t) => {
    const desired = readDesiredState(anInput({ policy }));
    t.deepEqual([desired.approvals, desired.holds, desired.recalls], [[], [], []]);
    t.is(desired.ignored.length, 1);
    t.is(desired.ignored[0]?.path, Object.keys(policy)[0]);
    t.regex(desired.ignored[0]?.why ?? '', why);
  });
}

test('terms for other sites are not looked at', (t) => {
  const policy = { 'approvals/uat-1/LAB-1/rita.yaml': 'nonsense', 'holds/uat-1/all.yaml': 'nonsense' };
  t.deepEqual(readDesiredState(anInput({ policy })).ignored, []);
});

test('a rollout changes the policy of its patch alone', (t) => {
  const policy = { 'rollouts/LAB-2.yaml': 'id: LAB-2\npolicy: { default: operator }\n' };
  const [first, second] = readDesiredState(anInput({ policy })).releases;
  t.is(first?.policy.default.kind, 'automatic');
  t.is(second?.policy.default.kind, 'operator');
});

test('the counter may stay, and never goes back', (t) => {
  t.is(readDesiredState(anInput({}, { newestCounter: 7 })).channel.counter, 7);
  t.true(
    isFailure(
      t.throws(() => readDesiredState(anInput({}, { newestCounter: 8 }))),
      'CHANNEL_REWOUND',
    ),
  );
});

const whole = writeChannel(aContent());
const without = (name: string) => new Map([...whole].filter(([file]) => file !== name));
const withText = (name: string, change: (text: string) => string) =>
  new Map([...whole, [name, Buffer.from(change(Buffer.from(whole.get(name) ?? []).toString()))] as const]);
const shard = 'releases/0001.json';
const refused: readonly (readonly [what: string, input: Partial<ChannelInput>, code: FailureCode])[] = [
  ['unsigned', { tree: aTree(whole, null) }, 'CHANNEL_UNSIGNED'],
  ['signed by a stranger', { tree: aTree(whole, stranger) }, 'CHANNEL_UNTRUSTED'],
  ['signed by an approver', { tree: aTree(whole, approver) }, 'CHANNEL_UNTRUSTED'],
  [
    'signed by a stranger where unsigned ones are taken',
    { tree: aTree(whole, stranger), trust: { ...trust, unsigned: true } },
    'CHANNEL_UNTRUSTED',
  ],
  [
    'its commit changed after signing',
    {
      tree: {
        ...aTree(whole),
        commitObject: Buffer.from(
          Buffer.from(aTree(whole).commitObject).toString().replace('tree 3', 'tree 5'),
        ),
      },
    },
    'CHANNEL_SIGNATURE_BAD',
  ],
  ['the channel of another name', { tree: { ...aTree(whole), name: 'other' } }, 'CHANNEL_BROKEN'],
  ['no head', { tree: aTree(without('channel.json')) }, 'CHANNEL_BROKEN'],
  ['no fleet', { tree: aTree(without('fleet.yaml')) }, 'CHANNEL_BROKEN'],
  ['a shard missing', { tree: aTree(without(shard)) }, 'CHANNEL_BROKEN'],
  [
    'a shard too many',
    { tree: aTree(new Map([...whole, ['releases/0002.json', Buffer.from('{}')]])) },
    'CHANNEL_BROKEN',
  ],
  [
    'a release twice',
    { tree: aTree(withText(shard, (text) => text.replace('"LAB-2"', '"LAB-1"'))) },
    'CHANNEL_BROKEN',
  ],
  [
    'a gap in the sequence',
    { tree: aTree(withText(shard, (text) => text.replace('"sequence":2', '"sequence":3'))) },
    'CHANNEL_BROKEN',
  ],
  ['a shard cut off', { tree: aTree(withText(shard, (text) => text.slice(0, 200))) }, 'INVALID_FILE'],
  [
    'a wrong type in the index',
    { tree: aTree(withText(shard, (text) => text.replace('"size":1000', '"size":"big"'))) },
    'INVALID_FILE',
  ],
  [
    '__proto__ in the index',
    { tree: aTree(withText(shard, (text) => text.replace('"size"', '"__proto__":{"x":1},"size"'))) },
    'INVALID_FILE',
  ],
  [
    'a newer format',
    { tree: aTree(withText('channel.json', (text) => text.replace('"format": 1', '"format": 2'))) },
    'NEWER_FORMAT',
  ],
  ['a broken fleet', { tree: aTree(withText('fleet.yaml', () => 'rings: 1')) }, 'INVALID_FILE'],
  [
    'a broken rollout',
    { tree: aTree(new Map([...whole, ['rollouts/LAB-1.yaml', Buffer.from('id: LAB-1\n')]])) },
    'INVALID_FILE',
  ],
  [
    'the rollout of another patch',
    { tree: aTree(new Map([...whole, ['rollouts/LAB-1.yaml', Buffer.from('id: LAB-2\npolicy: {}\n')]])) },
    'CHANNEL_BROKEN',
  ],
  ['a site that the fleet does not have', { site: 'prod-9' as SiteName }, 'SITE_NOT_IN_FLEET'],
];
for (const [what, input, code] of refused) {
  test(`a channel is refused as a whole: ${what}`, (t) => {
    const error = t.throws(() => readDesiredState(anInput({}, input)));
    t.true(isFailure(error, code), String(error));
  });
}

test('an unsigned channel is obeyed only where the site says so', (t) => {
  t.is(
    readDesiredState(anInput({}, { tree: aTree(whole, null), trust: { ...trust, unsigned: true } })).releases
      .length,
    2,
  );
});

test('a channel that is written reads back as the same content, over several shards', (t) => {
  fc.assert(
    fc.property(fc.nat(1100), fc.integer({ min: 1, max: 1e9 }), (count, counter) => {
      const releases = Array.from({ length: count }, (_, index) =>
        aReleaseEntry(`LAB-${index}`, { sequence: index + 1 }),
      );
      const content = aContent({ counter, releases });
      t.deepEqual(readChannelFiles('default', writeChannel(content)), content);
    }),
    { numRuns: 10 },
  );
});

test('no change of a byte in the channel’s files crashes the reader', (t) => {
  const names = [...whole.keys()];
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.nat(2000),
      fc.integer({ min: 0, max: 255 }),
      (name, position, byte) => {
        const bytes = Buffer.from(whole.get(name) ?? []);
        bytes[position % bytes.length] = byte;
        try {
          readDesiredState(anInput({}, { tree: aTree(new Map([...whole, [name, bytes]])) }));
        } catch (error) {
          if (!(error instanceof Failure)) throw error;
        }
      },
    ),
    { numRuns: 200 },
  );
  t.pass();
});

test('a new release changes the last file of the index and the head, and no other file', (t) => {
  const releases = Array.from({ length: 501 }, (_, index) =>
    aReleaseEntry(`LAB-${index}`, { sequence: index + 1 }),
  );
  const before = writeChannel(aContent({ releases: releases.slice(0, 500) }));
  const after = writeChannel(aContent({ releases, counter: 8 }));
  const changed = [...after].filter(
    ([file, bytes]) => !Buffer.from(before.get(file) ?? []).equals(Buffer.from(bytes)),
  );
  t.deepEqual(
    changed.map(([file]) => file),
    ['channel.json', 'releases/0002.json'],
  );
});
