import test from 'ava';
import { Crash } from '../worlds/failing-disk.ts';
import { aWorld, frozen } from './scenarios.ts';
import { stateOf } from './site-facts.ts';

/** The process dies at its first write into the target. */
const dieAtFirstWrite = (effect: string): void => {
  if (effect === 'target.apply') throw new Crash(effect);
};

test('an attempt that was cut short is tried once more by itself', async (t) => {
  const world = aWorld();
  world.onEffect(dieAtFirstWrite);
  await t.throwsAsync(world.pass(), { instanceOf: Crash });
  world.onEffect(() => undefined);
  await world.pass();
  t.is(await stateOf(world), 'installed');
  t.is((await world.installed()).lastAttempt, 2);
});

test('an attempt that was cut short twice is not tried a third time by itself', async (t) => {
  const world = aWorld();
  world.onEffect(dieAtFirstWrite);
  await t.throwsAsync(world.pass(), { instanceOf: Crash });
  await t.throwsAsync(world.pass(), { instanceOf: Crash });
  world.onEffect(() => undefined);
  await world.pass();
  await world.pass();
  t.is(await stateOf(world), 'failed');
  t.is((await world.installed()).lastAttempt, 2);
});

test('recovery does not ask windows, freezes or holds', async (t) => {
  const world = aWorld();
  const proof = await world.proof();
  world.onEffect((effect) => {
    const applied = world.effects.filter((name) => name === 'target.apply').length;
    if (effect === 'target.apply' && applied === 2) throw new Crash(effect);
  });
  world.crashAfter(Number.POSITIVE_INFINITY);
  await t.throwsAsync(world.pass(), { instanceOf: Crash });
  t.not(await world.proof(), proof);
  world.onEffect(() => undefined);
  world.setFleet(frozen);
  world.publish();
  await world.pass();
  t.is(await world.proof(), proof);
  t.is(await stateOf(world), 'interrupted');
});
