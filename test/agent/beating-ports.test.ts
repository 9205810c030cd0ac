import test from 'ava';
import { aWorld, firstPatch } from '../reconcile/scenarios.ts';
import { stateOf } from '../reconcile/site-facts.ts';
import { settled, until } from './memory-machine.ts';
import { running, starting } from './running-loop.ts';

const minute = 60_000;

test('a call that takes hours gives a sign of life when it begins, and the next one too', async (t) => {
  const world = aWorld();
  let beforeCall = Number.NaN;
  const { machine, loop } = starting(t, world, {
    ...world.ports,
    vault: {
      ...world.ports.vault,
      save: async (label, documents) => {
        if (Number.isNaN(beforeCall)) {
          beforeCall = loop.lastBeat;
          await machine.runOn(200 * minute, loop).catch(() => undefined);
        }
        return world.ports.vault.save(label, documents);
      },
      inventory: (snapshot) => {
        t.true(loop.lastBeat >= beforeCall + 200 * minute);
        return world.ports.vault.inventory(snapshot);
      },
    },
  });
  await settled(loop);
  t.is(await stateOf(world), 'installed');
});

test('what a pass has read and checked the next one does not read again', async (t) => {
  const world = aWorld({
    ...firstPatch,
    manifest: { ...firstPatch.manifest, policy: { default: 'operator' } },
  });
  const { repository } = world.ports;
  const reads: string[] = [];
  const { loop, passes } = await running(t, world, {
    ...world.ports,
    repository: {
      ...repository,
      readChannel: (commit) => {
        reads.push('channel');
        return repository.readChannel(commit);
      },
      readRelease: (patch, tag) => {
        reads.push(patch);
        return repository.readRelease(patch, tag);
      },
    },
  });
  t.deepEqual(reads, ['channel', 'LAB-1']);
  loop.wake();
  await until(() => passes() === 2);
  await settled(loop);
  t.deepEqual(reads, ['channel', 'LAB-1']);
});
