import test from 'ava';
import { documentName } from '../../src/document/document-name.ts';
import { foldJournal } from '../../src/journal/journal-state.ts';
import { printedBy } from '../../src/journal/printed-by.ts';
import { lookAhead } from '../../src/reconcile/look-ahead.ts';
import { outsideNodes } from '../../src/reconcile/outside-nodes.ts';
import type { World } from '../worlds/a-world.ts';
import { consentAsShown } from '../worlds/consent-as-shown.ts';
import {
  aRunningWorld,
  aWorld,
  aWorldThatRemoves,
  before,
  canRun,
  failingPatch,
  log,
  patch,
} from './scenarios.ts';

test('what a run wrote outside of the backup is undone with all else when it fails', async (t) => {
  const world = aRunningWorld(false);
  const was = await world.target.inventory('all');
  await world.pass();
  t.is((await world.installed()).patches.get(patch)?.state, 'failed');
  t.deepEqual(await world.target.inventory('all'), was);
  t.deepEqual(await endOf(world), { outcome: 'rolled-back', foreign: [] });
});

test('a run that ends well leaves what it wrote, and a removal takes it out again', async (t) => {
  const world = aRunningWorld(true);
  const was = await world.target.inventory('all');
  await world.pass();
  t.is((await world.installed()).patches.get(patch)?.state, 'installed');
  t.is(await textOf(world, '^LabNew'), '^LabNew("a",1)="new"\n');
  t.is(await textOf(world, '^LabLog'), '^LabLog(1)="changed"\n^LabLog(2)="two"\n^LabLog("kept",1)="k1"\n');
  t.regex((await textOf(world, '^LabConfig')) ?? '', /\("added"\)="by the run"/);
  await aWorldThatRemoves(world);
  await world.pass();
  t.is((await world.installed()).patches.get(patch)?.state, 'removed');
  t.deepEqual(await world.target.inventory('all'), was);
});

test('an attempt names what its run wrote outside of the backup, and the plan of a removal what it takes back', async (t) => {
  const world = aRunningWorld(true);
  await world.pass();
  const [story] = [...(await world.journal()).attempts.values()];
  if (story === undefined) return t.fail();
  const outside = ['^LabLog("kept")', '^LabLog("old")', '^LabLog("old",1)', '^LabLog(1)', '^LabNew("a",1)'];
  t.deepEqual(await outsideNodes(world.ports, story), outside);
  await aWorldThatRemoves(world);
  const { previews } = await lookAhead(world.ports, world.setup);
  const nodes = (previews.get(patch) ?? []).flatMap(({ name, effect }) =>
    outside.includes(name) ? [`${effect} ${name}`] : [],
  );
  t.deepEqual(nodes.sort(), [
    'add ^LabLog("kept")',
    'add ^LabLog("old")',
    'add ^LabLog("old",1)',
    'delete ^LabNew("a",1)',
    'replace ^LabLog(1)',
  ]);
});

test('nodes that somebody else writes after the run stay as they wrote them, and are listed', async (t) => {
  const world = aRunningWorld(true);
  await world.pass();
  world.target.write('^LabNew', '^LabNew("a",1)="theirs"\n^LabNew("a",2)="theirs"\n');
  world.target.write('^LabLog', `${log}^LabLog("theirs")="1"\n`);
  await aWorldThatRemoves(world);
  await world.pass();
  t.is(await textOf(world, '^LabNew'), '^LabNew("a",1)="theirs"\n^LabNew("a",2)="theirs"\n');
  t.regex((await textOf(world, '^LabLog')) ?? '', /\("theirs"\)="1"/);
  t.is(await textOf(world, '^LabConfig'), before['^LabConfig'] ?? null);
  t.deepEqual((await endOf(world))?.foreign, ['^LabNew("a",1)']);
});

test('where nobody kept what was before, a failing run ends inconsistent with the list of what it wrote', async (t) => {
  const world = aRunningWorld(false, { copies: false });
  await world.pass();
  t.is((await world.installed()).inconsistent?.patch, patch);
  t.deepEqual(await endOf(world), {
    outcome: 'inconsistent',
    foreign: ['^LabLog("kept")', '^LabLog("old")', '^LabLog(1)', '^LabNew("a",1)'],
  });
  t.is(await textOf(world, '^LabConfig'), before['^LabConfig'] ?? null, 'the declared globals are back');
});

const doubtful = { processes: 2, references: ['^LabOdd(1)', '^LabOdd(2)'], more: 7 };

test("where processes wrote that may be the run's, a failing run ends inconsistent with what they wrote", async (t) => {
  const world = aRunningWorld(false, { doubtful });
  const was = await world.target.inventory('all');
  await world.pass();
  t.deepEqual(await endOf(world), {
    outcome: 'inconsistent',
    foreign: ['^LabOdd(1)', '^LabOdd(2)', 'and 7 more writes'],
  });
  t.deepEqual(await world.target.inventory('all'), was, 'the run itself is undone');
  const quiet = aRunningWorld(false, {
    doubtful,
    run: () => ({ ok: false, detail: 'it broke', transcript: '' }),
  });
  await quiet.pass();
  t.is((await endOf(quiet))?.outcome, 'inconsistent', 'although its own process wrote nothing');
});

test("where processes wrote that may be the run's, nobody says that all of its writes are known", async (t) => {
  const world = aRunningWorld(true, { doubtful });
  await world.pass();
  t.is((await world.installed()).patches.get(patch)?.state, 'installed');
  const told = [...world.outbox.told]
    .map(({ files }) => [...files.values()].map((bytes) => Buffer.from(bytes).toString()).join('\n'))
    .join('\n');
  t.regex(told, /"scope":\s*"declared-documents"/);
  t.regex(told, /2 processes that began during the run wrote 9 times/);
  t.notRegex(told, /all-writes|LabOdd\(/);
  await aWorldThatRemoves(world);
  await world.pass();
  t.is((await world.installed()).patches.get(patch)?.state, 'removed');
  t.regex((await endOf(world))?.foreign.join() ?? '', /its own code wrote outside of the backup/);
});

test('what the code of a patch printed is kept on site, and no part of what the site says', async (t) => {
  const world = aRunningWorld(false, {
    run: () => ({ ok: false, detail: 'it broke', transcript: 'begun for HN-4711\n1/0\n' }),
  });
  await world.pass();
  const { attempts } = foldJournal(await world.ports.journal.read());
  t.deepEqual([...attempts.values()].map(printedBy), ['begun for HN-4711\n1/0\n']);
  const files = world.outbox.told.flatMap((commit) => [...commit.files.values()]);
  const told = files.map((bytes) => Buffer.from(bytes).toString());
  t.true(told.some((text) => text.includes('it broke')));
  t.false(told.some((text) => text.includes('HN-4711')));
});

/** A world whose engine cannot tell what a run wrote. */
function anUntoldRun(world: World, foreseen: boolean): World {
  const { target } = world.ports;
  const unobserved = { kind: 'unobserved', why: 'the journal is gone.', foreseen } as const;
  const open = async (holder: string) => ({
    ...(await target.open(holder)),
    writesOf: () => Promise.resolve(unobserved),
  });
  world.ports = { ...world.ports, target: { ...target, open } };
  return world;
}

test('where the engine cannot tell what a failed run wrote, nobody says that it was undone', async (t) => {
  const world = anUntoldRun(aRunningWorld(false), true);
  await world.pass();
  t.is((await endOf(world))?.outcome, 'inconsistent');
  const quiet = anUntoldRun(
    aRunningWorld(false, { run: () => ({ ok: false, detail: 'it broke', transcript: '' }) }),
    true,
  );
  await quiet.pass();
  t.is((await endOf(quiet))?.outcome, 'inconsistent', 'it may have written what no document shows');
});

test('where the engine had promised to tell what a run wrote, and cannot, the site is inconsistent', async (t) => {
  const world = anUntoldRun(aWorld(failingPatch, { engine: { facts: { can: canRun } } }), false);
  await world.pass();
  t.is((await endOf(world))?.outcome, 'rolled-back', 'without a run there is nothing to tell');
  const running = anUntoldRun(aRunningWorld(false), false);
  await running.pass();
  t.is((await endOf(running))?.outcome, 'inconsistent');
});

test('where nobody kept what was before, a patch whose run wrote more is not removed by itself', async (t) => {
  const world = aRunningWorld(true, { copies: false });
  await world.pass();
  const refusal = await t.throwsAsync(aWorldThatRemoves(world));
  t.regex(refusal.message, /its run wrote 4 nodes whose former values nobody kept/);
  await world.pass();
  t.is((await world.installed()).patches.get(patch)?.state, 'installed');
  t.is(await textOf(world, '^LabNew'), '^LabNew("a",1)="new"\n');
});

test('a run whose writes could not all be put back waits for consent, and says so in the plan', async (t) => {
  for (const [runs, words] of [
    ['found', /no copy of this database/],
    ['unobserved', /cannot be told here what that writes/],
  ] as const) {
    const world = aRunningWorld(true, { facts: { can: { ...canRun, runs } } });
    await world.pass();
    const { plan } = await lookAhead(world.ports, world.setup);
    const [step] = plan?.steps ?? [];
    t.regex(step?.kind === 'wait' ? (step.blockers[0]?.message ?? '') : 'it does not wait', words);
    t.is(await textOf(world, '^LabNew'), null);
    await consent(world);
    await world.pass();
    t.is((await world.installed()).patches.get(patch)?.state, 'installed');
  }
});

test('very many nodes whose former values nobody kept are counted, and their list is cut', async (t) => {
  const world = aRunningWorld(false, {
    copies: false,
    run: (_, write) => {
      for (let index = 0; index < 1500; index += 1)
        write({ kind: 'set', reference: `^LabMany(${index})`, value: '' });
      return { ok: false, detail: 'it broke', transcript: '' };
    },
  });
  await world.pass();
  const end = await endOf(world);
  t.is(end?.outcome, 'inconsistent');
  t.is(end?.foreign.length, 1001);
  t.is(end?.foreign.at(-1), 'and 500 more');
});

test('a patch whose own code was never started is rolled back like any other, whatever the engine could tell', async (t) => {
  const world = aRunningWorld(true, { facts: { can: { ...canRun, runs: 'unobserved' } } });
  await consent(world);
  world.beforeApply = () => {
    world.target.write('LABIN.mac', 'ROUTINE LABIN [Type=MAC]\n theirs\n');
  };
  await world.pass();
  t.is((await endOf(world))?.outcome, 'rolled-back');
});

test('a status says over what its proof goes, and never which nodes', async (t) => {
  const world = aRunningWorld(true);
  await world.pass();
  const told = [...world.outbox.told]
    .map(({ files }) => [...files.values()].map((bytes) => Buffer.from(bytes).toString()).join('\n'))
    .join('\n');
  t.regex(told, /"scope":\s*"all-writes"/);
  t.notRegex(told, /LabNew\(/);
});

/** Lets the patch in, although not all that its code writes could be put back. */
async function consent(world: World): Promise<void> {
  await world.pass();
  await consentAsShown(world, patch);
}

async function textOf(world: World, name: string): Promise<string | null> {
  const bytes = await world.target.read(documentName(name));
  return bytes === null ? null : Buffer.from(bytes).toString();
}

async function endOf(world: World) {
  const { attempts } = await world.journal();
  const end = [...attempts.values()].at(-1)?.end;
  return end && { outcome: end.outcome, foreign: end.foreign };
}
