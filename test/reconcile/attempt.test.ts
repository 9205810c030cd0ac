import test from 'ava';
import { failure } from '../../src/base/failure.ts';
import { documentName } from '../../src/document/document-name.ts';
import { recordAct } from '../../src/reconcile/record-act.ts';
import { aWorld, before, failingPatch, patch } from './scenarios.ts';
import { stateOf, textOf, valueOf } from './site-facts.ts';

test('a patch adds, replaces, deletes and merges what its kit says, and nothing else', async (t) => {
  const world = aWorld();
  const outcome = await world.pass();
  t.like(outcome, { kind: 'passed', inconsistent: false });
  t.is(await stateOf(world), 'installed');
  t.is(await textOf(world, 'Lab.Old.cls'), null);
  t.regex((await textOf(world, 'LABIN.mac')) ?? '', /LABIN ; new/);
  t.is(await valueOf(world, '^LabConfig("schema")'), '2');
  t.is(await valueOf(world, '^LabConfig("site")'), 'north');
});

test('a failed verification puts back every byte, and says so with the proof of before', async (t) => {
  const world = aWorld(failingPatch);
  const proof = await world.proof();
  await world.pass();
  t.is(await world.proof(), proof);
  const { attempts } = await world.journal();
  const story = [...attempts.values()].at(-1);
  const backedUp = story?.facts.find((fact) => fact.kind === 'backed-up');
  t.is(story?.end?.outcome, 'rolled-back');
  t.is(story?.end?.proof, backedUp?.kind === 'backed-up' ? backedUp.proofBefore : null);
});

test('what failed in a pass is told to wait for one reason, and in which zone the site reads its times', async (t) => {
  const outcome = await aWorld(failingPatch).pass();
  t.like(outcome, { kind: 'passed', zone: 'Europe/Madrid' });
  const steps = outcome.kind === 'passed' ? (outcome.plan?.steps ?? []) : [];
  const waits = steps.map((step) => (step.kind === 'wait' ? step.blockers.map(({ reason }) => reason) : []));
  t.deepEqual(waits, [['Failed']]);
  t.notRegex(JSON.stringify(steps), /tried in this pass/);
});

test('a release that failed is not tried again by itself, not even without its state directory', async (t) => {
  const world = aWorld(failingPatch);
  await world.pass();
  await world.pass();
  world.loseState();
  await world.pass();
  t.is((await world.installed()).lastAttempt, 1);
  t.is(await stateOf(world), 'failed');
});

test('a damaged backup is found before anything is changed', async (t) => {
  const world = aWorld();
  const proof = await world.proof();
  world.vault.damage(documentName('LABIN.mac'));
  await world.pass();
  t.is(await world.proof(), proof);
  t.is(await stateOf(world), 'failed');
  const { attempts } = await world.journal();
  t.is([...attempts.values()].at(-1)?.end?.outcome, 'refused');
});

test('a backup that is damaged when it is needed makes the site inconsistent, and nothing else runs there', async (t) => {
  const world = aWorld(failingPatch);
  world.onEffect((effect) => {
    if (effect === 'target.apply') world.vault.damage(documentName('LABIN.mac'));
  });
  const outcome = await world.pass();
  t.like(outcome, { kind: 'passed', inconsistent: true });
  world.release('LAB-2', { kit: { 'Lab.Two.cls': 'Class Lab.Two\n{\n}\n' } });
  world.publish();
  await world.pass();
  t.is(await textOf(world, 'Lab.Two.cls'), null);
  const said = world.outbox.told.at(-1)?.files.get('status.json');
  t.regex(Buffer.from(said ?? '').toString(), /"Inconsistent"/);
  t.regex(Buffer.from(said ?? '').toString(), /"outcome": "inconsistent",\n\s*"why"/);
});

test('a removal brings back what was there before the patch, less what others wrote since', async (t) => {
  const world = aWorld();
  await world.pass();
  world.target.write(
    '^LabConfig',
    '^LabConfig("added")="yes"\n^LabConfig("schema")="2"\n^LabConfig("site")="east"\n',
  );
  const releaseDigest = world.released[0]?.entry.digest;
  if (releaseDigest === undefined) throw new Error('no release');
  await recordAct(world.ports, world.setup, {
    ...{ kind: 'remove', patch, releaseDigest, who: 'ines', why: 'not wanted' },
  });
  await world.pass();
  t.is(await stateOf(world), 'removed');
  t.is(await textOf(world, 'Lab.Old.cls'), before['Lab.Old.cls'] ?? '');
  t.is(await textOf(world, 'Lab.New.cls'), null);
  t.is(await valueOf(world, '^LabConfig("schema")'), '1');
  t.is(await valueOf(world, '^LabConfig("added")'), null);
  t.is(await valueOf(world, '^LabConfig("site")'), 'east');
  await world.pass();
  t.is(await stateOf(world), 'removed', 'what was removed does not come back by itself');
});

test('a post-install snapshot that fails changes nothing of the outcome and is taken later', async (t) => {
  const world = aWorld();
  const { vault } = world.ports;
  let full = true;
  const ports = {
    ...world.ports,
    vault: {
      ...vault,
      save: (label: Parameters<typeof vault.save>[0], documents: Parameters<typeof vault.save>[1]) => {
        if (label.kind === 'after' && full) return Promise.reject(failure('DISK_FULL', { path: 'vault' }));
        return vault.save(label, documents);
      },
    },
  };
  await world.pass(ports);
  t.is(await stateOf(world), 'installed');
  full = false;
  await world.pass(ports);
  const labels = (await vault.list()).map(({ label }) => label.kind);
  t.true(labels.includes('after'));
});
