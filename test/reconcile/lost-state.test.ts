import test from 'ava';
import { isFailure } from '../../src/base/failure.ts';
import type { ActFact } from '../../src/journal/journal-event.ts';
import { recordAct } from '../../src/reconcile/record-act.ts';
import { aWorld, patch } from './scenarios.ts';
import { conditionsTold, stateOf } from './site-facts.ts';

const typesTold = (world: ReturnType<typeof aWorld>) => conditionsTold(world).map(({ type }) => type);

async function removal(world: ReturnType<typeof aWorld>): Promise<ActFact> {
  const record = (await world.installed()).patches.get(patch);
  if (record === undefined) throw new Error('it is not known here');
  return { kind: 'remove', patch, releaseDigest: record.releaseDigest, who: 'ines', why: 'test' };
}

test('a state directory that was lost is told, with what went with it and what to do', async (t) => {
  const world = aWorld();
  await world.pass();
  t.deepEqual(typesTold(world), []);
  world.loseState();
  const passed = await world.pass();
  t.deepEqual(typesTold(world), ['StateLost', 'BackupMissing']);
  t.like(passed, { kind: 'passed' });
  const [lost, missing] = passed.kind === 'passed' ? passed.problems : [];
  t.regex(lost?.message ?? '', /does not know attempt 1.*holds.*from its own backup/);
  t.regex(missing?.message ?? '', new RegExp(`${patch}.*cannot be removed`));
});

test('once the site has moved on only the backups that are missing are told', async (t) => {
  const world = aWorld();
  await world.pass();
  world.loseState();
  await world.pass();
  world.release('LAB-2', { kit: { 'Lab.Two.cls': 'Class Lab.Two\n{\n}\n' } });
  world.publish();
  await world.pass();
  t.deepEqual(typesTold(world), ['BackupMissing']);
});

test('a lost vault alone is told too', async (t) => {
  const world = aWorld();
  await world.pass();
  world.vault.lose();
  await world.pass();
  t.deepEqual(typesTold(world), ['BackupMissing']);
});

test('the removal of a patch whose backup is gone is refused at once, with the reason', async (t) => {
  const world = aWorld();
  await world.pass();
  world.vault.lose();
  world.target.dropLock();
  const refusal = await t.throwsAsync(recordAct(world.ports, world.setup, await removal(world)));
  t.true(isFailure(refusal, 'ACT_SENSELESS'));
  t.regex(refusal.message, /not in the vault any more/);
  await world.pass();
  t.is(await stateOf(world), 'installed');
});

test('a removal is taken while its backup is there', async (t) => {
  const world = aWorld();
  await world.pass();
  world.target.dropLock();
  await recordAct(world.ports, world.setup, await removal(world));
  await world.pass();
  t.is(await stateOf(world), 'removed');
});
