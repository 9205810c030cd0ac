import test from 'ava';
import type { PatchId } from '../../src/base/names.ts';
import type { ActFact } from '../../src/journal/journal-event.ts';
import { recordAct } from '../../src/reconcile/record-act.ts';
import { World } from '../worlds/a-world.ts';
import { aWorld, patch } from './scenarios.ts';
import { conditionsTold, stateOf } from './site-facts.ts';

const typesTold = (world: World) => conditionsTold(world).map(({ type }) => type);
const by = { who: 'ines', why: 'test' };
const two = { kit: { 'Lab.Two.cls': 'Class Lab.Two\n{\n}\n' } };
const lab2 = 'LAB-2' as PatchId;
const hold = (held: PatchId): ActFact => ({ kind: 'hold', patch: held, until: null, ...by });

async function stateOfTwo(world: World) {
  return (await world.installed()).patches.get(lab2)?.state;
}

/** A minute after whatever was said before. */
async function say(world: World, act: ActFact): Promise<void> {
  world.now += 60_000;
  world.target.dropLock();
  await recordAct(world.ports, world.setup, act);
}

/** The state directory is as it was when its journal was copied. */
async function putBack(world: World, copy: Awaited<ReturnType<World['ports']['journal']['read']>>) {
  world.loseState();
  for (const event of copy) await world.ports.journal.append(event);
}

test('a removal that was taken back since a copy of the state directory was made is not made with the copy', async (t) => {
  const world = aWorld();
  await world.pass();
  const releaseDigest = (await world.installed()).patches.get(patch)?.releaseDigest;
  if (releaseDigest === undefined) throw new Error('it is not known here');
  await say(world, { kind: 'remove', patch, releaseDigest, ...by });
  const copy = await world.ports.journal.read();
  await say(world, { kind: 'keep', patch, ...by });
  await world.pass();
  t.deepEqual(typesTold(world), []);
  const { vault } = world.ports;
  await putBack(world, copy);
  await world.pass({ ...world.ports, vault });
  t.is(await stateOf(world), 'installed');
  t.deepEqual(typesTold(world), ['StateLost', 'Suspended']);
});

const first: readonly { readonly what: string; readonly act: ActFact }[] = [
  { what: 'holds another patch', act: hold('LAB-9' as PatchId) },
  { what: 'suspends the site', act: { kind: 'suspend', ...by } },
];

for (const { what, act } of first)
  test(`a loss is told also where an operator ${what} before the first pass after it`, async (t) => {
    const world = new World({ patches: { 'LAB-2': two } });
    await say(world, hold(lab2));
    await world.pass();
    world.loseState();
    await say(world, act);
    await world.pass();
    t.deepEqual(typesTold(world), ['StateLost', 'Suspended']);
    t.is(await stateOfTwo(world), 'received');
    t.is(world.outbox.where(), 'beside');
    await say(world, { kind: 'resume-site', ...by });
    await world.pass();
    t.deepEqual(typesTold(world), []);
  });

test('who resumes a site before its loss was told resumes it from what is known here, and not from the loss', async (t) => {
  const world = new World({ patches: { 'LAB-2': two } });
  await say(world, { kind: 'suspend', ...by });
  const copy = await world.ports.journal.read();
  await say(world, hold(lab2));
  await putBack(world, copy);
  await say(world, { kind: 'resume-site', ...by });
  await world.pass();
  t.deepEqual(typesTold(world), ['StateLost', 'Suspended']);
  t.not(await stateOfTwo(world), 'installed');
});
