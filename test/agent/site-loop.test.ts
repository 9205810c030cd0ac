import test from 'ava';
import { failure, isFailure } from '../../src/base/failure.ts';
import type { ActFact } from '../../src/journal/journal-event.ts';
import type { Ports } from '../../src/ports/ports.ts';
import { aWorld, firstPatch, frozen, patch } from '../reconcile/scenarios.ts';
import { stateOf } from '../reconcile/site-facts.ts';
import { settled, until } from './memory-machine.ts';
import { calm, conditionsIn, running, starting } from './running-loop.ts';

const minute = 60_000;
const hour = 60 * minute;
const suspend: ActFact = { kind: 'suspend', who: 'ines', why: 'backup' };

test('a site polls, and takes what was published meanwhile', async (t) => {
  const world = aWorld();
  const { machine, loop, passes } = await running(t, world);
  t.is(await stateOf(world), 'installed');
  world.release('LAB-2', { kit: { 'Lab.Two.cls': 'Class Lab.Two\n{\n}\n' } });
  world.publish();
  await machine.runOn(4 * minute, loop);
  t.is(passes(), 1);
  await machine.runOn(2 * minute, loop);
  t.is(passes(), 2);
  t.is((await world.installed()).patches.get('LAB-2' as never)?.state, 'installed');
});

test('it wakes at the instant of a schedule and not before, though it polls rarely', async (t) => {
  const policy = { default: { at: '2026-11-30T16:20', timezone: 'Europe/Madrid' } };
  const world = aWorld({ ...firstPatch, manifest: { ...firstPatch.manifest, policy } });
  const { machine, loop } = starting(t, world);
  loop.refit({ ports: world.ports, setup: world.setup, poll: 30 * 24 * hour, ...calm });
  await settled(loop);
  const due = Date.parse('2026-11-30T15:20:00Z');
  t.like(loop.now(), { wakesAt: due, wakesFor: 'the plan changes by the time' });
  await machine.runOn(due - world.now - 1, loop);
  t.is(await stateOf(world), 'received');
  await machine.runOn(1, loop);
  t.is(await stateOf(world), 'installed');
});

test('an act wakes the loop at once, is recorded before the pass, and the pass obeys it', async (t) => {
  const world = aWorld({
    ...firstPatch,
    manifest: { ...firstPatch.manifest, policy: { default: 'operator' } },
  });
  const { loop, passes } = await running(t, world);
  const releaseDigest = (await world.installed()).patches.get(patch)?.releaseDigest;
  if (releaseDigest === undefined) throw new Error('the patch was not received');
  await loop.act({ kind: 'install-now', patch, releaseDigest, who: 'ines', why: 'asked for' });
  await until(() => passes() === 2 && loop.now().phase === 'sleeping');
  t.is(await stateOf(world), 'installed');
});

test('an act during a pass waits, is listed meanwhile, and is recorded after it', async (t) => {
  const world = aWorld();
  let told: 'no' | 'yes' = 'no';
  let seen = -1;
  const { loop, events } = starting(t, world);
  world.onEffect((effect) => {
    if (effect !== 'vault.save' || seen >= 0) return;
    void loop.act(suspend).then(() => (told = 'yes'));
    seen = loop.now().waitingActs.length;
  });
  await until(() => events.some(({ kind }) => kind === 'pass-ended'));
  t.is(seen, 1);
  await until(() => told === 'yes');
  t.is(loop.now().waitingActs.length, 0);
  t.true((await world.journal()).acts.some(({ kind }) => kind === 'suspend'));
});

test('an act that would change nothing is refused to who asked, and the loop goes on', async (t) => {
  const { loop, bugs } = await running(t, aWorld());
  const refusal = await t.throwsAsync(loop.act({ kind: 'resume-site', who: 'ines', why: 'why not' }));
  t.true(isFailure(refusal, 'ACT_SENSELESS'));
  await settled(loop);
  t.deepEqual(bugs, []);
  await t.notThrowsAsync(loop.act(suspend));
});

test('while the host does not answer the loop tries less and less often, and is quick again afterwards', async (t) => {
  const world = aWorld();
  world.host.answers = false;
  const { machine, loop, passes } = await running(t, world);
  t.is(loop.faults, 1);
  await machine.runOn(hour, loop);
  const tried = passes();
  t.true(tried > 6 && tried < 12, String(tried));
  world.host.answers = true;
  await machine.runOn(17 * minute, loop);
  t.is(await stateOf(world), 'installed');
  t.is(loop.faults, 0);
});

test('while the host is away, wakes by hand make no wait longer, and another configuration starts with the shortest', async (t) => {
  const world = aWorld();
  world.host.answers = false;
  const { machine, loop, passes } = await running(t, world);
  await machine.runOn(40_000, loop);
  t.is(passes(), 2);
  for (let hints = 1; hints <= 6; hints += 1) {
    loop.wake();
    await until(() => passes() === 2 + hints);
    await settled(loop);
  }
  t.is((loop.now().wakesAt ?? 0) - world.now, minute);
  t.is(loop.faults, 8);
  loop.refit({ ports: world.ports, setup: world.setup, poll: 5 * minute, ...calm });
  await until(() => passes() === 9);
  await settled(loop);
  t.is((loop.now().wakesAt ?? 0) - world.now, minute / 2);
});

test('a target that another process works on, and one that cannot be read, are tried again', async (t) => {
  const world = aWorld();
  let refuses: 'TARGET_BUSY' | 'REGISTER_DAMAGED' | null = 'TARGET_BUSY';
  const { target } = world.ports;
  const ports: Ports = {
    ...world.ports,
    target: {
      ...target,
      look: () => {
        if (refuses === 'REGISTER_DAMAGED') throw failure('REGISTER_DAMAGED', { target: 'it', why: 'no.' });
        return target.look();
      },
      open: (holder) => {
        if (refuses === 'TARGET_BUSY') throw failure('TARGET_BUSY', { target: 'it', holder: 'another' });
        return target.open(holder);
      },
    },
  };
  const { machine, loop, bugs } = await running(t, world, ports);
  t.like(loop.now().last?.result, { kind: 'busy' });
  refuses = 'REGISTER_DAMAGED';
  await machine.runOn(10_000, loop);
  t.like(loop.now().last?.result, { kind: 'failed' });
  refuses = null;
  await machine.runOn(6 * minute, loop);
  t.is(await stateOf(world), 'installed');
  t.deepEqual(bugs, []);
});

test('what no code expected is told as a bug, and the loop goes on', async (t) => {
  const world = aWorld();
  let broken = true;
  const poll = () => {
    if (broken) throw new TypeError('undefined is not a function');
    return world.ports.repository.poll();
  };
  const ports = { ...world.ports, repository: { ...world.ports.repository, poll } };
  const { machine, loop, bugs } = await running(t, world, ports);
  t.is(bugs.length, 1);
  t.like(loop.now().last?.result, { kind: 'failed' });
  broken = false;
  await machine.runOn(6 * minute, loop);
  t.is(await stateOf(world), 'installed');
});

test('a clock that is set back by a year does not put the loop to sleep for a year', async (t) => {
  const world = aWorld();
  const { machine, loop, passes } = await running(t, world);
  machine.setClock(-365 * 24 * hour);
  await machine.runOn(minute, loop);
  t.is(passes(), 2);
});

test('after a suspended machine wakes up, what came due meanwhile is done at the next look at the clock', async (t) => {
  const policy = { default: { at: '2026-11-30T16:20', timezone: 'Europe/Madrid' } };
  const world = aWorld({ ...firstPatch, manifest: { ...firstPatch.manifest, policy } });
  const { machine, loop } = await running(t, world);
  machine.suspend(5 * hour);
  await machine.runOn(30_000, loop);
  t.is(await stateOf(world), 'installed');
});

test('a hint leads to a pass at once, also one that comes while a pass runs', async (t) => {
  const world = aWorld();
  const { loop, passes } = starting(t, world);
  await until(() => loop.now().phase === 'passing');
  loop.wake();
  await until(() => passes() === 2 && loop.now().phase === 'sleeping' && loop.now().wakesAt !== null);
  loop.wake();
  await until(() => passes() === 3);
  t.pass();
});

test('a fault of the configuration is told in the status, and no longer once it is mended', async (t) => {
  const world = aWorld();
  const { loop } = await running(t, world);
  loop.blame('site.yaml:3:1: expected a duration');
  await until(() => conditionsIn(world).includes('ConfigurationRefused'));
  t.is(loop.now().configurationFault, 'site.yaml:3:1: expected a duration');
  loop.blame(null);
  await until(() => !conditionsIn(world).includes('ConfigurationRefused'));
  t.is(loop.now().configurationFault, null);
});

test('another configuration holds from the next pass on, which is made at once', async (t) => {
  const world = aWorld();
  const { machine, loop, passes } = await running(t, world);
  loop.refit({ ports: world.ports, setup: world.setup, poll: 10_000, ...calm });
  await until(() => passes() === 2);
  await settled(loop);
  await machine.runOn(12_000, loop);
  t.is(passes(), 3);
});

test('a freeze that ends lets the patch in at that instant', async (t) => {
  const world = aWorld(firstPatch, { fleet: frozen, now: Date.parse('2026-12-30T20:00:00Z') });
  const { machine, loop } = await running(t, world);
  const end = Date.parse('2026-12-30T23:00:00Z');
  await machine.runOn(end - world.now - 1, loop);
  t.is(await stateOf(world), 'received');
  await machine.runOn(1, loop);
  t.is(await stateOf(world), 'installed');
});

test('the slower look for drift is made on time, also while the site polls rarely, and after a fault', async (t) => {
  const world = aWorld();
  const { machine, loop } = starting(t, world);
  loop.refit({ ports: world.ports, setup: world.setup, poll: 24 * hour, ...calm, drift: 6 * hour });
  await settled(loop);
  await machine.runOn(minute, loop);
  world.target.write('Lab.New.cls', 'changed\n');
  t.is(loop.now().wakesFor, 'the check for drift is due');
  await machine.runOn(5 * hour, loop);
  t.false(conditionsIn(world).includes('Drifted'));
  await machine.runOn(hour, loop);
  t.true(conditionsIn(world).includes('Drifted'));
  t.is(loop.now().wakesFor, 'the check for drift is due');
});

test('while the host is away the look for drift is made no more often than it is due', async (t) => {
  const world = aWorld();
  let looks = 0;
  const inventory: Ports['target']['inventory'] = (names) => {
    looks += 1;
    return world.ports.target.inventory(names);
  };
  const ports = { ...world.ports, target: { ...world.ports.target, inventory } };
  const { machine, loop, passes } = await running(t, world, ports);
  world.host.answers = false;
  loop.refit({ ports, setup: world.setup, poll: 5 * minute, ...calm, drift: 6 * hour });
  await settled(loop);
  await machine.runOn(minute, loop);
  const [before, passed] = [looks, passes()];
  await machine.runOn(hour, loop);
  t.true(passes() - passed > 3);
  t.is(looks, before);
});
