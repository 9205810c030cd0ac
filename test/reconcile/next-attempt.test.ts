import test from 'ava';
import { failure } from '../../src/base/failure.ts';
import { lookAtSite } from '../../src/reconcile/look-at-site.ts';
import { nextAttempt } from '../../src/reconcile/next-attempt.ts';
import { aWorld } from './scenarios.ts';

async function* nothing(): AsyncGenerator<never> {
  // No document.
}

test('a number that register and journal forgot, and the vault did not, is never used again', async (t) => {
  const world = aWorld();
  await world.vault.save({ attempt: 7, kind: 'backup' }, nothing());
  await world.pass();
  const { journal } = await lookAtSite(world.ports, world.setup);
  t.deepEqual([...journal.attempts.keys()], [8]);
  t.is((await world.installed()).lastAttempt, 8);
});

test('a vault that cannot be read forgets nothing that register and journal know', async (t) => {
  const world = aWorld();
  await world.pass();
  const view = await lookAtSite(world.ports, world.setup);
  const list = () => Promise.reject(failure('SNAPSHOT_DAMAGED', { snapshot: 'x', why: 'it is damaged.' }));
  t.is(await nextAttempt({ vault: { ...world.ports.vault, list } }, view), 2);
});
