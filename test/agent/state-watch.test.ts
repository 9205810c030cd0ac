import test from 'ava';
import { aWorld } from '../reconcile/scenarios.ts';
import { settled, until } from './memory-machine.ts';
import { calm, conditionsIn, running } from './running-loop.ts';

const minute = 60_000;

test('a state directory that is lost under the loop is noticed by the next pass, each time, though nothing was ever installed', async (t) => {
  const world = aWorld();
  world.host.tip = null;
  const { loop, passes } = await running(t, world);
  t.false(conditionsIn(world).includes('StateLost'));
  const pass = async (make: () => Promise<unknown> | undefined) => {
    const before = passes();
    const made = make();
    await until(() => passes() > before);
    await settled(loop);
    await made;
  };
  const lose = () => {
    world.now += minute;
    world.loseState();
    loop.refit({ ports: world.ports, setup: world.setup, poll: 5 * minute, ...calm });
    return undefined;
  };
  for (const turn of [1, 2]) {
    await pass(lose);
    t.deepEqual(conditionsIn(world), ['ChannelRefused', 'StateLost', 'Suspended'], `loss ${turn}`);
    await pass(() => loop.act({ kind: 'resume-site', who: 'ines', why: 'all said again' }));
    t.deepEqual(conditionsIn(world), ['ChannelRefused'], `loss ${turn}`);
  }
});
