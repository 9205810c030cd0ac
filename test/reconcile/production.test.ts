import test from 'ava';
import type { MemoryTargetOptions } from '../worlds/memory-target.ts';
import { World } from '../worlds/a-world.ts';
import { before, canRun, failingPatch, firstPatch, patch } from './scenarios.ts';

function aWorld(
  wish: typeof firstPatch,
  how: string,
  engine: Omit<MemoryTargetOptions, 'onEffect'> = {},
): World {
  return new World({
    patches: { [patch]: { ...wish, manifest: { ...wish.manifest, install: { production: how } } } },
    target: before,
    engine: { facts: { can: { ...canRun, productions: true } }, ...engine },
  });
}

const named = (world: World): readonly string[] =>
  world.effects.filter((effect) => effect.startsWith('target.') && effect !== 'target.open');

for (const [title, wish, state] of [
  ['an install', firstPatch, 'installed'],
  ['an install that is rolled back', failingPatch, 'failed'],
] as const)
  test(`the production is stopped before the first write of ${title}, and started after its end stands in the register`, async (t) => {
    const world = aWorld(wish, 'stop-start');
    const ran: boolean[] = [];
    world.beforeApply = () => ran.push(world.target.productionRuns());
    await world.pass();
    t.true(ran.length >= 4);
    t.false(ran.includes(true), 'nothing is written while it runs');
    t.true(world.target.productionRuns());
    const effects = named(world);
    t.true(
      effects.lastIndexOf('target.appendRegister') < effects.indexOf('target.resumeProduction'),
      String(effects),
    );
    t.is((await world.installed()).patches.get(patch)?.state, state);
  });

test('an update leaves the production running', async (t) => {
  const world = aWorld(firstPatch, 'update');
  const ran: boolean[] = [];
  world.beforeApply = () => ran.push(world.target.productionRuns());
  await world.pass();
  t.false(ran.includes(false));
  t.true(named(world).includes('target.productionResumed'));
});

test('a production that does not stop fails the attempt before anything is written', async (t) => {
  const world = aWorld(firstPatch, 'stop-start', { production: () => 'ERROR #5001: it is busy' });
  const proof = await world.proof();
  await world.pass();
  t.false(named(world).includes('target.apply'));
  t.is(await world.proof(), proof);
  t.is((await world.installed()).patches.get(patch)?.state, 'failed');
});

test('a production that does not start is told, owed, and started by a later pass; the patch stays installed', async (t) => {
  let broken = true;
  const world = aWorld(firstPatch, 'stop-start', {
    production: (act) => (act === 'start' && broken ? 'ERROR #5001: no' : null),
  });
  await world.pass();
  t.is((await world.installed()).patches.get(patch)?.state, 'installed');
  t.false(world.target.productionRuns());
  const status = Buffer.from(world.outbox.told.at(-1)?.files.get('status.json') ?? []).toString();
  t.regex(status, /ProductionOwed/);
  broken = false;
  await world.pass();
  t.true(world.target.productionRuns());
  t.false((await world.target.look()).productionOwed);
});

for (const [title, wish] of [
  ['installs', firstPatch],
  ['rolls back', failingPatch],
] as const)
  test(`a kill after any effect of a pass that ${title} around a stopped production leaves one that the next pass starts`, async (t) => {
    const whole = aWorld(wish, 'stop-start');
    const old = await whole.proof();
    whole.crashAfter(Number.POSITIVE_INFINITY);
    await whole.pass();
    const clean = [old, await whole.proof()];
    t.log(`${whole.effects.length} kill points`);
    for (let after = 0; after < whole.effects.length; after += 1) {
      const world = aWorld(wish, 'stop-start');
      const running: boolean[] = [];
      world.beforeApply = () => running.push(world.target.productionRuns());
      world.crashAfter(after);
      await t.throwsAsync(world.pass());
      world.crashAfter(Number.POSITIVE_INFINITY);
      for (let pass = 0; pass < 3; pass += 1) await world.pass();
      t.true(world.target.productionRuns(), `after ${after} effects`);
      t.false((await world.target.look()).productionOwed);
      t.true(clean.includes(await world.proof()), `after ${after} effects`);
      t.false(running.includes(true), `after ${after} effects`);
    }
  });
