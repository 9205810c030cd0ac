import test from 'ava';
import { lookAhead } from '../../src/reconcile/look-ahead.ts';
import { objectionOfPlan } from '../../src/reconcile/objection-of-plan.ts';
import type { World } from '../worlds/a-world.ts';
import { aWorld, failingPatch, patch } from './scenarios.ts';
import { stateOf } from './site-facts.ts';

const heir = { kit: { 'Lab.Two.cls': 'Class Lab.Two\n{\n}\n' }, manifest: { supersedes: [patch] } };

async function objectionToRetry(world: World): Promise<string | undefined> {
  const releaseDigest = (await world.installed()).patches.get(patch)?.releaseDigest;
  if (releaseDigest === undefined) throw new Error('it was not received');
  const outlook = await lookAhead(world.ports, world.setup);
  return objectionOfPlan({ kind: 'retry', patch, releaseDigest, who: 'ines', why: 'test' }, outlook)?.why;
}

test('to try a patch again that was rolled back and then superseded is refused with the name of its heir', async (t) => {
  const world = aWorld(failingPatch);
  await world.pass();
  t.is(await objectionToRetry(world), undefined);
  world.release('LAB-2', heir);
  world.publish();
  await world.pass();
  t.is(await stateOf(world), 'failed');
  t.is(await objectionToRetry(world), 'LAB-1 is not to come to this site. LAB-2 takes its place.');
});
