import test from 'ava';
import type { PassOutcome } from '../../src/reconcile/reconcile-once.ts';
import { reconcileOnce } from '../../src/reconcile/reconcile-once.ts';
import { recordAct } from '../../src/reconcile/record-act.ts';
import type { World } from '../worlds/a-world.ts';
import { aWorld, failingPatch, firstPatch, patch } from './scenarios.ts';
import { conditionsTold, stateOf } from './site-facts.ts';

/** A site at which a failing patch was tried several times: its snapshots are nobody's need. */
async function aFullVault(): Promise<World> {
  const world = aWorld(failingPatch);
  await world.pass();
  for (let round = 0; round < 4; round += 1) {
    const releaseDigest = (await world.installed()).patches.get(patch)?.releaseDigest;
    if (releaseDigest === undefined) throw new Error('the patch is unknown');
    await recordAct(world.ports, world.setup, {
      kind: 'retry',
      patch,
      releaseDigest,
      who: 'ines',
      why: 'again',
    });
    await world.pass();
  }
  return world;
}

test('over its limit the vault lets go of what is kept for looking at, the oldest first, and of nothing else', async (t) => {
  const world = await aFullVault();
  const size = await world.vault.size();
  t.deepEqual(await attemptsIn(world), [1, 2, 3, 4, 5]);
  await pass(world, size);
  t.deepEqual(await attemptsIn(world), [1, 2, 3, 4, 5]);
  await pass(world, size - 1);
  t.deepEqual(await attemptsIn(world), [5]);
  await pass(world, 1);
  t.deepEqual(await attemptsIn(world), []);
  await pass(world, 1);
  t.deepEqual(conditionsTold(world), []);
});

test('a backup that a removal needs is kept over any limit, which is told; and the removal works', async (t) => {
  const world = aWorld(firstPatch);
  await world.pass();
  const before = await world.vault.list();
  await pass(world, 1);
  t.deepEqual(await world.vault.list(), before);
  t.like(conditionsTold(world), [{ type: 'OverLimit' }]);
  t.regex(conditionsTold(world)[0]?.message ?? '', /retention\.vault/);
  const releaseDigest = (await world.installed()).patches.get(patch)?.releaseDigest;
  if (releaseDigest === undefined) throw new Error('the patch is unknown');
  await recordAct(world.ports, world.setup, { kind: 'remove', patch, releaseDigest, who: 'ines', why: 'no' });
  await pass(world, 1);
  t.is(await stateOf(world), 'removed');
});

test('the backup of an attempt that was cut short is kept over any limit', async (t) => {
  const world = aWorld(firstPatch);
  world.onEffect((effect) => {
    if (effect === 'target.apply') throw new Error('power cut');
  });
  await t.throwsAsync(world.pass());
  world.onEffect(() => undefined);
  const cut = await world.vault.list();
  t.true(cut.length > 0);
  t.not((await world.installed()).open, null);
  world.target.dropLock();
  await pass(world, 1);
  t.is(await stateOf(world), 'installed');
});

test('a journal over its limit is told and not cut', async (t) => {
  const world = aWorld();
  await world.pass();
  const lines = (await world.ports.journal.read()).length;
  await reconcileOnce(world.ports, world.setup, undefined, { limits: { vault: null, journal: 10 } });
  t.like(conditionsTold(world), [{ type: 'OverLimit' }]);
  t.true((await world.ports.journal.read()).length > lines);
});

function pass(world: World, vault: number): Promise<PassOutcome> {
  return reconcileOnce(world.ports, world.setup, undefined, { limits: { vault, journal: null } });
}

async function attemptsIn(world: World): Promise<readonly number[]> {
  return [...new Set((await world.vault.list()).map(({ label }) => label.attempt))];
}
