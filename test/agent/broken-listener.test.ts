import test from 'ava';
import { SiteLoop } from '../../src/apps/agent/site-loop.ts';
import { aWorld } from '../reconcile/scenarios.ts';
import { stateOf } from '../reconcile/site-facts.ts';
import { MemoryMachine, settled } from './memory-machine.ts';
import { calm } from './running-loop.ts';

test('a listener that throws in the middle of an attempt, and a log that cannot be written, stop neither the attempt nor the next passes', async (t) => {
  const world = aWorld();
  const machine = new MemoryMachine(world);
  const bugs: unknown[] = [];
  const heard: string[] = [];
  const loop = new SiteLoop(
    { ports: world.ports, setup: world.setup, poll: 60_000, ...calm },
    machine,
    (bug) => {
      bugs.push(bug);
      throw new Error('the log is broken too');
    },
  );
  loop.watch(() => {
    throw new Error('ENOENT');
  });
  loop.watch((event) => heard.push(event.kind));
  loop.start();
  t.teardown(() => void loop.stop(0));
  await settled(loop);
  t.is(await stateOf(world), 'installed');
  t.true(bugs.length > 3);
  t.is(loop.now().last?.result.kind, 'passed');
  const passes = () => heard.filter((kind) => kind === 'pass-ended').length;
  t.is(passes(), 1);
  await machine.runOn(120_000, loop);
  t.true(passes() > 1);
});
