import test from 'ava';
import fc from 'fast-check';
import type { FailureCode } from '../../src/base/failure.ts';
import { Failure } from '../../src/base/failure.ts';
import type { PatchId } from '../../src/base/names.ts';
import { publishChannel, releaseAndPublish } from '../../src/publish/release-and-publish.ts';
import type { MemoryPatchesRepository } from '../worlds/memory-patches-repository.ts';
import { memoryPatchesRepository } from '../worlds/memory-patches-repository.ts';
import { day, later, mainWith, orderAt, readAsSite, release, sequences, start } from './a-channel.ts';
import { aFleet, aPatch } from './a-patch.ts';
import { aSigner, signingAt } from './a-signer.ts';

test('release and publish are one push: tag and channel appear together', async (t) => {
  const repository = memoryPatchesRepository();
  repository.commitMain(mainWith(['LAB-1']));
  await release(repository, ['LAB-1']);
  t.deepEqual(
    repository.pushes.map((updates) => updates.map(({ ref }) => ref)),
    [['refs/tags/patch/LAB-1', 'refs/heads/channel/default']],
  );
});

test('a site that trusts the publisher reads the first channel: number 1, all releases, fresh for thirty days', async (t) => {
  const repository = memoryPatchesRepository();
  repository.commitMain(mainWith(['LAB-1', 'LAB-2']));
  const { channel } = await release(repository, ['LAB-2', 'LAB-1']);
  const desired = await readAsSite(repository);
  t.is(desired.channel.counter, 1);
  t.is(desired.channel.expiresAt - desired.channel.publishedAt, 30 * day);
  t.is(desired.channel.publishedAt, Date.parse(start));
  t.deepEqual(channel?.added, ['LAB-1', 'LAB-2']);
  const [first] = desired.releases;
  t.is(first?.tag, repository.remote.get('refs/tags/patch/LAB-1'));
  t.is(first?.policy.default.kind, 'automatic');
  t.is(String(desired.site.ring), 'uat');
});

test('a release keeps its sequence for ever, and a new one comes behind', async (t) => {
  const repository = memoryPatchesRepository();
  repository.commitMain(mainWith(['LAB-1', 'LAB-2', 'LAB-9']));
  await release(repository, ['LAB-9']);
  await release(repository, ['LAB-1'], orderAt(later(1)));
  t.deepEqual(await sequences(repository), ['1 LAB-9', '2 LAB-1']);
  t.is((await readAsSite(repository, 1)).channel.counter, 2);
});

test('tags that were made without publishing are published in the order in which they were made', async (t) => {
  const repository = memoryPatchesRepository();
  repository.commitMain(mainWith(['LAB-1', 'LAB-2']));
  for (const [index, id] of (['LAB-2', 'LAB-1'] as const).entries()) {
    const { signing } = orderAt(later(index));
    await releaseAndPublish(repository, { patches: [id as PatchId], signing, publish: null, publishers: [] });
  }
  await publishChannel(repository, orderAt(later(3)));
  t.deepEqual(await sequences(repository), ['1 LAB-2', '2 LAB-1']);
});

test('where nothing changed there is nothing to do', async (t) => {
  const repository = memoryPatchesRepository();
  repository.commitMain(mainWith(['LAB-1']));
  await release(repository, ['LAB-1']);
  const again = await publishChannel(repository, orderAt(later(1)));
  t.is(again.kind, 'nothing-to-do');
  t.is(again.counter, 1);
  t.is(repository.pushes.length, 1);
});

test('a channel near its expiry is refreshed though nothing changed', async (t) => {
  const repository = memoryPatchesRepository();
  repository.commitMain(mainWith(['LAB-1']));
  await release(repository, ['LAB-1']);
  const refreshed = await publishChannel(repository, orderAt(later(21)));
  t.is(refreshed.kind, 'new');
  t.is(refreshed.counter, 2);
  t.is((await readAsSite(repository, 1)).channel.expiresAt, Date.parse(later(51)));
});

test('what is merged to main later takes effect with the next publish, and the release stays what it was', async (t) => {
  const repository = memoryPatchesRepository();
  repository.commitMain(mainWith(['LAB-1']));
  await release(repository, ['LAB-1']);
  const tag = repository.remote.get('refs/tags/patch/LAB-1');
  const rollout = 'id: LAB-1\npolicy: { default: operator }\n';
  repository.commitMain(mainWith(['LAB-1'], { 'rollouts/LAB-1.yaml': rollout }));
  t.is((await publishChannel(repository, orderAt(later(1)))).kind, 'new');
  const desired = await readAsSite(repository, 1);
  t.is(desired.releases[0]?.policy.default.kind, 'operator');
  t.is(repository.remote.get('refs/tags/patch/LAB-1'), tag);
});

test('a release whose folder is gone from main stays in the channel: absence never removes', async (t) => {
  const repository = memoryPatchesRepository();
  repository.commitMain(mainWith(['LAB-1']));
  await release(repository, ['LAB-1']);
  repository.commitMain(mainWith([]));
  await publishChannel(repository, orderAt(later(21)));
  t.deepEqual(await sequences(repository), ['1 LAB-1']);
});

test("a lost race is retried from the refreshed state, and nobody's sequence is taken", async (t) => {
  const repository = memoryPatchesRepository();
  repository.commitMain(mainWith(['LAB-1', 'LAB-2']));
  const rivalPushes = await lateRival(repository);
  repository.beforePush = () => {
    repository.beforePush = () => undefined;
    rivalPushes();
  };
  await release(repository, ['LAB-1'], orderAt(later(2)));
  t.deepEqual(await sequences(repository), ['1 LAB-2', '2 LAB-1']);
  t.is((await readAsSite(repository)).channel.counter, 2);
});

/** Prepares a rival's release of LAB-2 in full, and returns what makes it visible at once. */
async function lateRival(repository: MemoryPatchesRepository): Promise<() => void> {
  const before = new Map(repository.remote);
  await release(repository, ['LAB-2'], orderAt(later(1)));
  const after = new Map(repository.remote);
  repository.remote.clear();
  for (const [ref, id] of before) repository.remote.set(ref, id);
  return () => {
    for (const [ref, id] of after) repository.remote.set(ref, id);
  };
}

test('a race that is lost again and again ends, and nothing was pushed', async (t) => {
  const repository = memoryPatchesRepository();
  repository.commitMain(mainWith(['LAB-1']));
  repository.push = (updates) => {
    repository.pushes.push(updates);
    return Promise.resolve('lost-race');
  };
  const error = await t.throwsAsync(release(repository, ['LAB-1']), { instanceOf: Failure });
  t.is(error.code, 'RACE_LOST');
  t.is(repository.pushes.length, 5);
});

test('a channel that a stranger wrote is not continued', async (t) => {
  const repository = memoryPatchesRepository();
  repository.commitMain(mainWith(['LAB-1', 'LAB-2']));
  const stranger = aSigner();
  await release(repository, ['LAB-1'], orderAt(start, { signing: signingAt(start, stranger) }));
  const error = await t.throwsAsync(release(repository, ['LAB-2']), { instanceOf: Failure });
  t.is(error.code, 'CHANNEL_NOT_OURS');
  await t.notThrowsAsync(
    release(repository, ['LAB-2'], orderAt(later(1), { publishers: [stranger.publicKey] })),
  );
});

test('an unsigned channel is continued only by who works unsigned', async (t) => {
  const repository = memoryPatchesRepository();
  repository.commitMain(mainWith(['LAB-1', 'LAB-2']));
  const unsigned = orderAt(start, { signing: signingAt(start, null) });
  await release(repository, ['LAB-1'], unsigned);
  const error = await t.throwsAsync(release(repository, ['LAB-2']), { instanceOf: Failure });
  t.is(error.code, 'CHANNEL_NOT_OURS');
  await t.notThrowsAsync(release(repository, ['LAB-2'], unsigned));
});

const broken: readonly (readonly [what: string, files: Record<string, string>, code: FailureCode])[] = [
  ['without fleet.yaml', aPatch('LAB-1'), 'FLEET_MISSING'],
  ['with a broken fleet.yaml', { 'fleet.yaml': 'rings: 3\n' }, 'INVALID_FILE'],
  ['with a broken rollout', { 'fleet.yaml': aFleet, 'rollouts/LAB-1.yaml': 'id: x\n' }, 'INVALID_FILE'],
  ['with a broken hold', { 'fleet.yaml': aFleet, 'holds/uat-1/LAB-1.yaml': 'what: x\n' }, 'INVALID_FILE'],
];

for (const [what, files, code] of broken) {
  test(`a main ${what} is not published`, async (t) => {
    const repository = memoryPatchesRepository();
    repository.commitMain(files);
    const error = await t.throwsAsync(publishChannel(repository, orderAt(start)), { instanceOf: Failure });
    t.is(error.code, code);
    t.deepEqual(repository.pushes, []);
  });
}

test('whatever is released and published in whatever order, sequences are 1, 2, 3 … and never change', async (t) => {
  const ids = ['LAB-1', 'LAB-2', 'LAB-3', 'LAB-4'] as const;
  const steps = fc.array(fc.record({ id: fc.constantFrom(...ids), publish: fc.boolean() }), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(steps, async (walk) => {
      const repository = memoryPatchesRepository();
      repository.commitMain(mainWith(ids));
      let known: readonly string[] = [];
      for (const [index, { id, publish }] of walk.entries()) {
        const order = orderAt(later(index));
        const patches = [id as PatchId];
        await releaseAndPublish(repository, {
          patches,
          signing: order.signing,
          publish: publish ? order : null,
          publishers: order.publishers,
        });
        if (!publish) continue;
        const now = await sequences(repository);
        t.deepEqual(now.slice(0, known.length), known);
        t.deepEqual(
          now.map((entry) => Number(entry.split(' ')[0])),
          now.map((_, place) => place + 1),
        );
        known = now;
      }
    }),
    { numRuns: 15 },
  );
});
