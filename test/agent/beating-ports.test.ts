import test from 'ava';
import { aWorld } from '../reconcile/scenarios.ts';
import { stateOf } from '../reconcile/site-facts.ts';
import { settled } from './memory-machine.ts';
import { starting } from './running-loop.ts';

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
