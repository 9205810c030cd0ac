import test from 'ava';
import { lookAhead } from '../../src/reconcile/look-ahead.ts';
import { recordAct } from '../../src/reconcile/record-act.ts';
import type { ScratchSite } from '../../src/reconcile/rehearse.ts';
import { rehearse } from '../../src/reconcile/rehearse.ts';
import { memoryJournal } from '../worlds/memory-journal.ts';
import { memoryTarget } from '../worlds/memory-target.ts';
import { memoryVault } from '../worlds/memory-vault.ts';
import type { World } from '../worlds/a-world.ts';
import { aWorld, before, failingPatch, firstPatch, patch } from './scenarios.ts';

/** A copy of the world's target as it was before any patch. */
function scratchOf({ ports }: World): Promise<ScratchSite> {
  const target = memoryTarget();
  for (const [name, text] of Object.entries(before)) target.write(name, text);
  const copy = { ...ports, target, vault: memoryVault(), journal: memoryJournal() };
  return Promise.resolve({ ports: copy, close: () => Promise.resolve() });
}

function rehearseIn(world: World, wait: (holder: string) => boolean = () => false) {
  return rehearse(world.ports, world.setup, patch, {
    openScratch: () => scratchOf(world),
    tell: () => undefined,
    wait: (holder) => Promise.resolve(wait(holder)),
  });
}

test('a patch on hold is rehearsed all the same, and what still keeps it from the site is told', async (t) => {
  const world = aWorld(firstPatch);
  const said = { who: 'ines', why: 'not this week' };
  await recordAct(world.ports, world.setup, { kind: 'hold', patch, until: null, ...said });
  const was = await world.inventory();
  const { fact, blockers } = await rehearseIn(world);
  t.true(fact.ok, fact.why);
  t.deepEqual(
    blockers.map(({ reason }) => reason),
    ['OnHold'],
  );
  t.deepEqual(await world.inventory(), was);
  const { plan, rehearsals } = await lookAhead(world.ports, world.setup);
  t.is(plan?.steps[0]?.kind, 'wait', 'the hold holds');
  t.is(rehearsals.get(fact.releaseDigest)?.ok, true);
});

test('a patch that nothing keeps back is rehearsed without a word of waiting', async (t) => {
  const { fact, blockers, unrecorded } = await rehearseIn(aWorld(firstPatch));
  t.true(fact.ok, fact.why);
  t.deepEqual([blockers, unrecorded], [[], null]);
});

test('a rehearsal of a patch that fails says why it failed', async (t) => {
  const { fact } = await rehearseIn(aWorld(failingPatch));
  t.false(fact.ok);
  t.regex(fact.why, /LabConfig/);
});

test('while somebody else has the target, the result is kept until it can be written', async (t) => {
  const world = aWorld(firstPatch);
  await world.target.open('another agent');
  const holders: string[] = [];
  const { fact, unrecorded } = await rehearseIn(world, (holder) => {
    holders.push(holder);
    if (holders.length === 3) world.target.dropLock();
    return true;
  });
  t.deepEqual(holders, Array<string>(3).fill('another agent'));
  t.is(unrecorded, null);
  t.is((await world.journal()).rehearsals.get(fact.releaseDigest)?.ok, true);
});

test('where somebody else keeps the target, the result is told with who that is', async (t) => {
  const world = aWorld(firstPatch);
  await world.target.open('another agent');
  const { fact, unrecorded } = await rehearseIn(world);
  t.true(fact.ok);
  t.is(unrecorded, 'another agent');
  t.is((await world.journal()).rehearsals.size, 0);
});
