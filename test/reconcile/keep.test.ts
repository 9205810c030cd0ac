import test from 'ava';
import { isFailure } from '../../src/base/failure.ts';
import type { PatchId } from '../../src/base/names.ts';
import type { ActFact, JournalFact } from '../../src/journal/journal-event.ts';
import { readOperatorActs } from '../../src/plan/read-operator-acts.ts';
import { lookAhead } from '../../src/reconcile/look-ahead.ts';
import { recordAct } from '../../src/reconcile/record-act.ts';
import { World } from '../worlds/a-world.ts';
import { aWorld, patch } from './scenarios.ts';
import { stateOf } from './site-facts.ts';

const by = { who: 'ines', why: 'asked for' };

/** A site with the patch in, which an operator wants out. */
async function toRemove(): Promise<World> {
  const world = aWorld();
  await world.pass();
  await record(world, await removal(world, patch));
  return world;
}

async function record(world: World, act: ActFact): Promise<void> {
  world.target.dropLock();
  await recordAct(world.ports, world.setup, act);
}

async function removal(world: World, id: PatchId): Promise<ActFact> {
  const releaseDigest = (await world.installed()).patches.get(id)?.releaseDigest ?? ('' as never);
  return { kind: 'remove', patch: id, releaseDigest, ...by };
}

async function objection(world: World, act: ActFact): Promise<string> {
  try {
    await record(world, act);
    return 'recorded';
  } catch (error) {
    if (!isFailure(error, 'ACT_SENSELESS')) throw error;
    return `${error.message} ${error.hint}`;
  }
}

test('a removal that was taken back is not made, whatever holds came and went meanwhile', async (t) => {
  const world = await toRemove();
  await record(world, { kind: 'hold', patch, until: null, ...by });
  await record(world, { kind: 'keep', patch, ...by });
  await world.pass();
  await record(world, { kind: 'resume', patch, ...by });
  await world.pass();
  t.is(await stateOf(world), 'installed');
});

test('the end of a hold takes no removal back: it is made then', async (t) => {
  const world = await toRemove();
  await record(world, { kind: 'hold', patch, until: null, ...by });
  await world.pass();
  t.is(await stateOf(world), 'installed');
  await record(world, { kind: 'resume', patch, ...by });
  await world.pass();
  t.is(await stateOf(world), 'removed');
});

test('where only a removal stands, resume is refused and names keep; the removal is not taken back by it', async (t) => {
  const world = await toRemove();
  const until = world.now + 60_000;
  await record(world, { kind: 'hold', patch, until, ...by });
  world.now = until;
  const said = await objection(world, { kind: 'resume', patch, ...by });
  t.regex(said, /the hold has ended\. ines has asked to remove it\. .*`patchfleet keep LAB-1` takes that/);
  await world.pass();
  t.is(await stateOf(world), 'removed');
});

test('a removal that was made is taken back by nobody', async (t) => {
  const world = await toRemove();
  await world.pass();
  t.is(await stateOf(world), 'removed');
  t.regex(await objection(world, { kind: 'keep', patch, ...by }), /or the removal was tried already/);
});

test('what the plan says takes removals back does so while holds stand', async (t) => {
  const world = new World({
    patches: {
      'LAB-1': { kit: { 'a.zwr': 'test\nZWR\n^LabA="1"\n' } },
      'LAB-2': { kit: { 'b.zwr': 'test\nZWR\n^LabB="1"\n' }, manifest: { requires: ['LAB-1'] } },
    },
  });
  await world.pass();
  await world.pass();
  const ids = ['LAB-2', 'LAB-1'] as PatchId[];
  for (const id of ids) await record(world, await removal(world, id));
  for (const id of ids) await record(world, { kind: 'hold', patch: id, until: null, ...by });
  const { plan } = await lookAhead(world.ports, world.setup);
  const words = JSON.stringify(plan?.steps);
  const advice = /`patchfleet (\w[\w-]*) LAB-1` takes its removal back/.exec(words)?.[1];
  t.is(advice, 'keep');
  for (const id of ids) await record(world, { kind: advice as 'keep', patch: id, ...by });
  for (const id of ids) await record(world, { kind: 'resume', patch: id, ...by });
  await world.pass();
  await world.pass();
  for (const id of ids) t.is((await world.installed()).patches.get(id)?.state, 'installed');
});

test('what waits for a patch that is to go names what takes that removal back', async (t) => {
  const world = await toRemove();
  await record(world, { kind: 'hold', patch, until: null, ...by });
  const { entry } = world.release('LAB-2', {
    kit: { 'b.zwr': 'test\nZWR\n^LabB="1"\n' },
    manifest: { requires: ['LAB-1'] },
  });
  world.publish();
  const outcome = await world.pass();
  const steps = outcome.kind === 'passed' ? outcome.plan?.steps : [];
  const step = steps?.find(({ release }) => release.id === entry.id);
  t.regex(JSON.stringify(step), /unless its removal is taken back with `patchfleet keep LAB-1`/);
});

test('a journal of an earlier version means by resume what it meant then: the hold, else the removal', async (t) => {
  const world = await toRemove();
  const told = async (...facts: readonly JournalFact[]) => {
    for (const fact of facts) await world.ports.journal.append({ ...fact, at: world.now });
    const { holds, remove } = readOperatorActs(await world.journal(), world.setup);
    return { holds: holds.length, removals: remove.size };
  };
  const resume = { kind: 'resume', patch, ...by } as const;
  t.deepEqual(await told({ kind: 'hold', patch, until: null, ...by }), { holds: 1, removals: 1 });
  t.deepEqual(await told(resume), { holds: 0, removals: 1 });
  t.deepEqual(await told(resume), { holds: 0, removals: 0 });
});

test('a hold that lapses while its end is being recorded takes no removal with it', async (t) => {
  const world = await toRemove();
  await record(world, { kind: 'hold', patch, until: world.now + 1, ...by });
  const clock = { now: () => world.now++ };
  world.target.dropLock();
  await recordAct({ ...world.ports, clock }, world.setup, { kind: 'resume', patch, ...by });
  await world.pass();
  t.is(await stateOf(world), 'removed');
});
