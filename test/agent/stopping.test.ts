import test from 'ava';
import { isFailure } from '../../src/base/failure.ts';
import type { ActFact } from '../../src/journal/journal-event.ts';
import { aWorld } from '../reconcile/scenarios.ts';
import { stateOf } from '../reconcile/site-facts.ts';
import { turnOfEvents, until } from './memory-machine.ts';
import { running, starting } from './running-loop.ts';

const suspend: ActFact = { kind: 'suspend', who: 'ines', why: 'backup' };

test('a stop in the middle of an attempt lets it end, and begins no other', async (t) => {
  const world = aWorld();
  world.release('LAB-2', { kit: { 'Lab.Two.cls': 'Class Lab.Two\n{\n}\n' } });
  world.publish();
  const { loop } = starting(t, world);
  const stopped = new Promise<string>((resolve) => {
    world.onEffect((effect) => {
      if (effect !== 'vault.save') return;
      world.onEffect(() => undefined);
      resolve(loop.stop(90_000));
    });
  });
  t.is(await stopped, 'ended');
  t.is(loop.now().phase, 'stopped');
  t.is(await stateOf(world), 'installed');
  t.is((await world.installed()).patches.get('LAB-2' as never)?.state, 'received');
});

test('a stop does not wait for an attempt longer than it was told to, and says so', async (t) => {
  const world = aWorld();
  const never = new Promise<never>(() => undefined);
  const ports = { ...world.ports, vault: { ...world.ports.vault, save: () => never } };
  const { machine, loop, events } = starting(t, world, ports);
  await until(() => events.some((event) => event.kind === 'journaled' && event.fact.kind === 'backing-up'));
  const stopped: string[] = [];
  void loop.stop(90_000).then((how) => stopped.push(how));
  await machine.runOn(6000, loop).catch(() => undefined);
  t.is(stopped.length, 0);
  void machine.runOn(85_000, loop).catch(() => undefined);
  await until(() => stopped.length > 0);
  t.deepEqual(stopped, ['cut']);
  await turnOfEvents();
});

test('acts that come while the loop stops are refused, and nobody is told that they were recorded', async (t) => {
  const { loop } = await running(t, aWorld());
  const stopped = loop.stop(1000);
  const refusal = await t.throwsAsync(loop.act(suspend));
  await stopped;
  t.true(isFailure(refusal, 'AGENT_STOPS'));
  t.true(isFailure(await t.throwsAsync(loop.act(suspend)), 'AGENT_STOPS'));
});
