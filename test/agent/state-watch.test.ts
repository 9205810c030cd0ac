import test from 'ava';
import { aWorld } from '../reconcile/scenarios.ts';
import { settled, until } from './memory-machine.ts';
import { calm, conditionsIn, running } from './running-loop.ts';

const minute = 60_000;

test('a state directory that is lost under the loop is noticed by the next pass, though nothing was ever installed', async (t) => {
  const world = aWorld();
  world.host.tip = null;
  const { loop, passes } = await running(t, world);
  t.false(conditionsIn(world).includes('StateLost'));
  world.loseState();
  loop.refit({ ports: world.ports, setup: world.setup, poll: 5 * minute, ...calm });
  await until(() => passes() === 2);
  await settled(loop);
  t.true(conditionsIn(world).includes('StateLost'));
});
