import test from 'ava';
import { isFailure } from '../../src/base/failure.ts';
import { recordAct } from '../../src/reconcile/record-act.ts';
import { aWorld, failingPatch, patch } from './scenarios.ts';
import { consentAsShown } from '../worlds/consent-as-shown.ts';
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
  await consentAsShown(world, second.entry.id);
  await world.pass();
  t.regex((await textOf(world, 'LABIN.mac')) ?? '', /newer/);
});

test('what was changed by hand and stayed when its patch was taken out waits for consent too', async (t) => {
  const world = aWorld();
  await world.pass();
  const first = world.released[0]?.entry;
  if (first === undefined) return void t.fail();
  const said = { patch, releaseDigest: first.digest, who: 'ines', why: 'not now' };
  world.target.write('LABIN.mac', 'ROUTINE LABIN [Type=MAC]\nLABIN ; mended by hand\n quit\n');
  await recordAct(world.ports, world.setup, { kind: 'remove', ...said });
  await world.pass();
  t.is(await stateOf(world), 'removed');
  await recordAct(world.ports, world.setup, { kind: 'install-now', ...said });
  await world.pass();
  t.is(await stateOf(world), 'removed');
  t.regex((await textOf(world, 'LABIN.mac')) ?? '', /mended by hand/);
  await consentAsShown(world, patch);
  await world.pass();
  t.is(await stateOf(world), 'installed');
  t.notRegex((await textOf(world, 'LABIN.mac')) ?? '', /mended by hand/);
});

test('a consent of an earlier version, which says not to what, covers nothing, and the plan says so', async (t) => {
  const world = aWorld();
  await world.pass();
  world.target.write('LABIN.mac', 'ROUTINE LABIN [Type=MAC]\nLABIN ; mended by hand\n quit\n');
  const { entry } = world.release('LAB-2', {
    kit: { 'LABIN.mac': 'ROUTINE LABIN [Type=MAC]\nLABIN ; newer\n quit\n' },
  });
  world.publish();
  await world.pass();
  const old = {
    kind: 'consent',
    patch: entry.id,
    releaseDigest: entry.digest,
    who: 'ines',
    why: 'seen',
  } as const;
  await world.ports.journal.append({ ...old, at: world.now });
  const outcome = await world.pass();
  t.regex((await textOf(world, 'LABIN.mac')) ?? '', /mended by hand/);
  const step = outcome.kind === 'passed' ? outcome.plan?.steps[0] : undefined;
  t.regex(
    step?.kind === 'wait' ? (step.blockers[0]?.message ?? '') : 'it does not wait',
    /has to consent\. The consent of ines does not say to what/,
  );
  t.true(isFailure(await t.throwsAsync(recordAct(world.ports, world.setup, old)), 'ACT_SENSELESS'));
  await consentAsShown(world, entry.id);
  await world.pass();
  t.regex((await textOf(world, 'LABIN.mac')) ?? '', /newer/);
});
