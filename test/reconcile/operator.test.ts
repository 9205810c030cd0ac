import test from 'ava';
import { recordAct } from '../../src/reconcile/record-act.ts';
import { aWorld, failingPatch, patch } from './scenarios.ts';
import { stateOf, textOf } from './site-facts.ts';

test("an operator's retry tries a failed release once more", async (t) => {
  const world = aWorld(failingPatch);
  await world.pass();
  const releaseDigest = world.released[0]?.entry.digest;
  t.truthy(releaseDigest);
  if (releaseDigest === undefined) return;
  world.target.write('^LabConfig', '^LabConfig("schema")="1"\n^LabConfig("site")="south"\n');
  await recordAct(world.ports, world.setup, {
    ...{ kind: 'retry', patch, releaseDigest, who: 'ines', why: 'the setting is right now' },
  });
  await world.pass();
  t.is(await stateOf(world), 'installed');
});

test('local edits of a document are shown and wait for consent to this very release', async (t) => {
  const world = aWorld();
  await world.pass();
  world.target.write('LABIN.mac', 'ROUTINE LABIN [Type=MAC]\nLABIN ; mended by hand\n quit\n');
  const second = world.release('LAB-2', {
    kit: { 'LABIN.mac': 'ROUTINE LABIN [Type=MAC]\nLABIN ; newer\n quit\n' },
  });
  world.publish();
  const outcome = await world.pass();
  const step = outcome.kind === 'passed' ? outcome.plan?.steps[0] : undefined;
  t.like(step, { kind: 'wait', blockers: [{ reason: 'AwaitingOperator' }] });
  t.regex((await textOf(world, 'LABIN.mac')) ?? '', /mended by hand/);
  await recordAct(world.ports, world.setup, {
    ...{ kind: 'consent', patch: second.entry.id, releaseDigest: second.entry.digest },
    ...{ who: 'ines', why: 'the mend is in the new patch' },
  });
  await world.pass();
  t.regex((await textOf(world, 'LABIN.mac')) ?? '', /newer/);
});
