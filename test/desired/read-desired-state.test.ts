import test from 'ava';
import fc from 'fast-check';
import { Failure, isFailure } from '../../src/base/failure.ts';
import { readChannelFiles } from '../../src/desired/read-channel-files.ts';
import { readDesiredState } from '../../src/desired/read-desired-state.ts';
import { writeChannel } from '../../src/desired/write-channel.ts';
import { aContent, anInput, aReleaseEntry, aTree, trust, wholeChannel } from './a-channel.ts';

test('a signed channel is read with its head, fleet, site and releases', (t) => {
  const desired = readDesiredState(anInput());
  t.like(desired.channel, { name: 'default', counter: 7, expiresAt: Date.parse('2026-03-31T10:00:00Z') });
  t.is(desired.site.ring, 'prod' as typeof desired.site.ring);
  t.deepEqual(desired.releases, aContent().releases);
  t.deepEqual([desired.approvals, desired.holds, desired.recalls, desired.ignored], [[], [], [], []]);
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

test('an unsigned channel is obeyed only where the site says so', (t) => {
  t.is(
    readDesiredState(anInput({}, { tree: aTree(wholeChannel, null), trust: { ...trust, unsigned: true } }))
      .releases.length,
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
  const names = [...wholeChannel.keys()];
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.nat(2000),
      fc.integer({ min: 0, max: 255 }),
      (name, position, byte) => {
        const bytes = Buffer.from(wholeChannel.get(name) ?? []);
        bytes[position % bytes.length] = byte;
        try {
          readDesiredState(anInput({}, { tree: aTree(new Map([...wholeChannel, [name, bytes]])) }));
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
