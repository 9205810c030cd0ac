import test from 'ava';
import { isFailure } from '../../src/base/failure.ts';
import type { PatchId } from '../../src/base/names.ts';
import type { ActFact } from '../../src/journal/journal-event.ts';
import { recordAct } from '../../src/reconcile/record-act.ts';
import type { World } from '../worlds/a-world.ts';
import { aWorld, failingPatch, patch } from './scenarios.ts';

const by = { who: 'ines', why: 'asked for' };
const other = 'LAB-9' as PatchId;

/** What the failure says of an act; null: it was recorded. */
async function objectionAt(world: World, act: (digest: never) => ActFact): Promise<string | null> {
  const releaseDigest = world.released[0]?.entry.digest as never;
  try {
    await recordAct(world.ports, world.setup, act(releaseDigest));
    return null;
  } catch (error) {
    if (!isFailure(error, 'ACT_SENSELESS')) throw error;
    return `${error.message} ${error.hint}`;
  }
}

const atInstalled: readonly (readonly [string, (releaseDigest: never) => ActFact, RegExp])[] = [
  [
    'install it now',
    (releaseDigest) => ({ kind: 'install-now', patch, releaseDigest, ...by }),
    /installed here already.*explain/,
  ],
  [
    'install it later',
    (releaseDigest) => ({
      kind: 'install-at',
      patch,
      releaseDigest,
      from: Date.parse('2027-01-01T00:00Z'),
      ...by,
    }),
    /installed here already/,
  ],
  [
    'approve it',
    (releaseDigest) => ({ kind: 'approve', patch, releaseDigest, key: 'k', ...by }),
    /installed here already/,
  ],
  [
    'let it overwrite local edits',
    (releaseDigest) => ({ kind: 'consent', patch, releaseDigest, ...by }),
    /installed here already/,
  ],
  ['try it again', (releaseDigest) => ({ kind: 'retry', patch, releaseDigest, ...by }), /nothing failed/],
  [
    'end a hold that there is not',
    () => ({ kind: 'resume', patch, ...by }),
    /Nobody holds LAB-1 here.*came with the channel/,
  ],
  [
    'keep what nobody asked to remove',
    () => ({ kind: 'keep', patch, ...by }),
    /Nobody here has asked to remove LAB-1.*recall/,
  ],
  ['end a suspension that there is not', () => ({ kind: 'resume-site', ...by }), /not suspended/],
  [
    'hold another until yesterday',
    () => ({ kind: 'hold', patch: other, until: Date.parse('2026-11-29T00:00Z'), ...by }),
    /lies in the past: 2026-11-29/,
  ],
  [
    'remove what is not there',
    (releaseDigest) => ({ kind: 'remove', patch: other, releaseDigest, ...by }),
    /LAB-9 is not installed here: it is unknown/,
  ],
];
for (const [what, act, why] of atInstalled) {
  test(`where a patch is installed it is senseless to ${what}`, async (t) => {
    const world = aWorld();
    await world.pass();
    const before = (await world.ports.journal.read()).length;
    t.regex((await objectionAt(world, act)) ?? '', why);
    t.is((await world.ports.journal.read()).length, before);
  });
}

test('an act is senseless once it is done: a hold that ended, an approval that was given, a retry that was asked for', async (t) => {
  const world = aWorld(failingPatch);
  await world.pass();
  const resume = () => objectionAt(world, () => ({ kind: 'resume', patch, ...by }));
  const until = world.now + 60_000;
  t.is(await objectionAt(world, () => ({ kind: 'hold', patch, until, ...by })), null);
  world.now = until;
  t.regex((await resume()) ?? '', /has ended/);
  const { name = '', key = '' } = world.setup.trust.approver[0] ?? {};
  const approve = () =>
    objectionAt(world, (releaseDigest) => ({ kind: 'approve', patch, releaseDigest, key, ...by, who: name }));
  t.is(await approve(), null);
  t.regex((await approve()) ?? '', /has approved this release of LAB-1 here already/);
  const retry = () => objectionAt(world, (releaseDigest) => ({ kind: 'retry', patch, releaseDigest, ...by }));
  t.is(await retry(), null);
  t.regex((await retry()) ?? '', /has not failed here/);
});
