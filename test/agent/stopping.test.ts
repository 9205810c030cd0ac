import test from 'ava';
import type { ExecutionContext } from 'ava';
import { isFailure } from '../../src/base/failure.ts';
import type { ActFact } from '../../src/journal/journal-event.ts';
import type { Target } from '../../src/ports/target.ts';
import type { World } from '../worlds/a-world.ts';
import { aWorld, canRun, failingPatch } from '../reconcile/scenarios.ts';
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

test('a stop while the production is started again after a rollback waits for that', async (t) => {
  const manifest = { ...failingPatch.manifest, install: { production: 'stop-start' } };
  const engine = { facts: { can: { ...canRun, productions: true } } };
  const world = aWorld({ ...failingPatch, manifest }, { engine });
  await stopsAfterTheStart(t, world);
});

test('a stop while what is owed to the production is done by the next start waits for that', async (t) => {
  const manifest = { ...failingPatch.manifest, install: { production: 'stop-start' } };
  let starts = false;
  const engine = {
    facts: { can: { ...canRun, productions: true } },
    production: (act: 'stop' | 'start') => (act === 'stop' || starts ? null : 'not yet'),
  };
  const world = aWorld({ ...failingPatch, manifest }, { engine });
  await world.pass();
  t.false(world.target.productionRuns());
  starts = true;
  await stopsAfterTheStart(t, world);
});

test('a pass that hangs with no attempt under way is left soon, and nobody says that it ended', async (t) => {
  const world = aWorld();
  let hangs = false;
  const readChannel = (): Promise<never> => {
    hangs = true;
    return new Promise(() => undefined);
  };
  const repository = { ...world.ports.repository, readChannel };
  const { machine, loop } = starting(t, world, { ...world.ports, repository });
  await until(() => hangs);
  const stopped: string[] = [];
  void loop.stop(90_000).then((how) => stopped.push(how));
  await t.throwsAsync(machine.runOn(6000, loop));
  t.deepEqual(stopped, ['pass-cut']);
});

/** The production of this world, which starts when the test lets it. */
function slowProduction(world: World) {
  let starts: (() => void) | null = null;
  const open: Target['open'] = async (who) => {
    const session = await world.ports.target.open(who);
    const resumeProduction = async (): Promise<string | null> => {
      await new Promise<void>((resolve) => (starts = resolve));
      return (await session.resumeProduction?.()) ?? null;
    };
    return { ...session, resumeProduction };
  };
  return {
    ports: { ...world.ports, target: { ...world.ports.target, open } },
    isAsked: () => starts !== null,
    answer: () => starts?.(),
  };
}

/** Stops the loop while the production is being started, which it waits for. */
async function stopsAfterTheStart(t: ExecutionContext, world: World): Promise<void> {
  const slow = slowProduction(world);
  const { machine, loop } = starting(t, world, slow.ports);
  await until(slow.isAsked);
  const stopped: string[] = [];
  const stop = loop.stop(90_000).then((how) => stopped.push(how));
  await t.throwsAsync(machine.runOn(6000, loop));
  t.deepEqual(stopped, []);
  t.false(world.target.productionRuns());
  slow.answer();
  await stop;
  t.deepEqual(stopped, ['ended']);
  t.true(world.target.productionRuns());
}
