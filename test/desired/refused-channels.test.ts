import test from 'ava';
import type { FailureCode } from '../../src/base/failure.ts';
import { isFailure } from '../../src/base/failure.ts';
import type { SiteName } from '../../src/base/names.ts';
import type { ChannelInput } from '../../src/desired/read-desired-state.ts';
import { readDesiredState } from '../../src/desired/read-desired-state.ts';
import { anInput, approver, aTree, stranger, trust, wholeChannel } from './a-channel.ts';

const without = (name: string) => new Map([...wholeChannel].filter(([file]) => file !== name));

const withText = (name: string, change: (text: string) => string) =>
  new Map([
    ...wholeChannel,
    [name, Buffer.from(change(Buffer.from(wholeChannel.get(name) ?? []).toString()))] as const,
  ]);

const shard = 'releases/0001.json';

const refused: readonly (readonly [what: string, input: Partial<ChannelInput>, code: FailureCode])[] = [
  ['unsigned', { tree: aTree(wholeChannel, null) }, 'CHANNEL_UNSIGNED'],
  ['signed by a stranger', { tree: aTree(wholeChannel, stranger) }, 'CHANNEL_UNTRUSTED'],
  ['signed by an approver', { tree: aTree(wholeChannel, approver) }, 'CHANNEL_UNTRUSTED'],
  [
    'signed by a stranger where unsigned ones are taken',
    { tree: aTree(wholeChannel, stranger), trust: { ...trust, unsigned: true } },
    'CHANNEL_UNTRUSTED',
  ],
  [
    'its commit changed after signing',
    {
      tree: {
        ...aTree(wholeChannel),
        commitObject: Buffer.from(
          Buffer.from(aTree(wholeChannel).commitObject).toString().replace('tree 3', 'tree 5'),
        ),
      },
    },
    'CHANNEL_SIGNATURE_BAD',
  ],
  ['the channel of another name', { tree: { ...aTree(wholeChannel), name: 'other' } }, 'CHANNEL_BROKEN'],
  ['no head', { tree: aTree(without('channel.json')) }, 'CHANNEL_BROKEN'],
  ['no fleet', { tree: aTree(without('fleet.yaml')) }, 'CHANNEL_BROKEN'],
  ['a shard missing', { tree: aTree(without(shard)) }, 'CHANNEL_BROKEN'],
  [
    'a shard too many',
    { tree: aTree(new Map([...wholeChannel, ['releases/0002.json', Buffer.from('{}')]])) },
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
    { tree: aTree(new Map([...wholeChannel, ['rollouts/LAB-1.yaml', Buffer.from('id: LAB-1\n')]])) },
    'INVALID_FILE',
  ],
  [
    'the rollout of another patch',
    {
      tree: aTree(
        new Map([...wholeChannel, ['rollouts/LAB-1.yaml', Buffer.from('id: LAB-2\npolicy: {}\n')]]),
      ),
    },
    'CHANNEL_BROKEN',
  ],
  ['a site that the fleet does not have', { site: 'prod-9' as SiteName }, 'SITE_NOT_IN_FLEET'],
];

for (const [what, input, code] of refused) {
  test(`a channel is refused as a wholeChannel: ${what}`, (t) => {
    const error = t.throws(() => readDesiredState(anInput({}, input)));
    t.true(isFailure(error, code), String(error));
  });
}
