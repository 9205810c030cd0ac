import test from 'ava';
import { failure } from '../../src/base/failure.ts';
import { documentName } from '../../src/document/document-name.ts';
import type { PassOptions } from '../../src/reconcile/pass-options.ts';
import type { PassOutcome } from '../../src/reconcile/reconcile-once.ts';
import { reconcileOnce } from '../../src/reconcile/reconcile-once.ts';
import type { World, WorldWish } from '../worlds/a-world.ts';
import { aWorld, canRun } from './scenarios.ts';
import { conditionsTold } from './site-facts.ts';

const looking = { checksDrift: true };

test('a document that somebody changed since it was installed is told as drift, and no longer once it is as it was', async (t) => {
  const world = aWorld();
  await world.pass();
  const [installed] = (await world.inventory()).filter(({ name }) => name === 'Lab.New.cls');
  t.truthy(installed?.digest);
  await pass(world, looking);
  t.deepEqual(conditionsTold(world), []);
  world.target.write('Lab.New.cls', 'Class Lab.New\n{\n// mended by hand\n}\n');
  await pass(world);
  t.deepEqual(conditionsTold(world), []);
  await pass(world, looking);
  t.like(conditionsTold(world), [
    {
      type: 'Drifted',
      message: 'One document is no longer what was installed: Lab.New.cls. See `patchfleet diff` on site.',
    },
  ]);
  await pass(world);
  t.like(conditionsTold(world), [{ type: 'Drifted' }]);
  world.target.write('Lab.New.cls', 'Class Lab.New\n{\n}\n');
  await pass(world, looking);
  t.deepEqual(conditionsTold(world), []);
});

test('drift that stays the same is journaled once', async (t) => {
  const world = aWorld();
  await world.pass();
  world.target.write('Lab.New.cls', 'changed\n');
  for (let look = 0; look < 5; look += 1) await pass(world, looking);
  const events = await world.ports.journal.read();
  t.is(events.filter(({ kind }) => kind === 'drift').length, 1);
});

test('of a drifted global only its name leaves the site', async (t) => {
  const world = aWorld({
    kit: { 'p.zwr': 'x\nZWR\n^LabPatient("HN-4711-SECRET","name")="Jane"\n' },
    globals: 'replace',
  });
  await world.pass();
  world.target.write('^LabPatient', '^LabPatient("HN-4711-SECRET","name")="Joan"\n');
  await pass(world, looking);
  t.regex(conditionsTold(world)[0]?.message ?? '', /\^LabPatient/);
  t.notRegex(
    JSON.stringify(
      world.outbox.told.map(({ message, files }) => [message, ...[...files.values()].map(String)]),
    ),
    /SECRET/,
  );
});

test('a removal that ends drift is seen without waiting for the next look', async (t) => {
  const world = aWorld();
  await world.pass();
  world.target.write('Lab.New.cls', 'changed\n');
  await pass(world, looking);
  world.target.write('Lab.New.cls', 'Class Lab.New\n{\n}\n');
  world.release('LAB-2', { kit: { 'Lab.Two.cls': 'Class Lab.Two\n{\n}\n' } });
  world.publish();
  world.now += 1000;
  await pass(world);
  t.deepEqual(conditionsTold(world), []);
});

test('where the target cannot be read for it, nothing is claimed about drift', async (t) => {
  const world = aWorld();
  await world.pass();
  const ports = {
    ...world.ports,
    target: {
      ...world.ports.target,
      inventory: () => Promise.reject(failure('TARGET_REFUSED', { target: 'it', why: 'no licence.' })),
    },
  };
  const outcome = await reconcileOnce(ports, world.setup, undefined, looking);
  t.like(outcome, { kind: 'passed', problems: [{ type: 'DriftUnknown' }] });
  t.like(conditionsTold(world), [{ type: 'DriftUnknown' }]);
});

test('what the application writes beside the nodes that a patch merged into its global is no drift', async (t) => {
  const world = aWorld();
  await world.pass();
  world.target.write('^LabConfig', '^LabConfig("schema")="2"\n^LabConfig("patient",7)="new"\n');
  await pass(world, looking);
  t.deepEqual(conditionsTold(world), []);
});

test("what a later patch's own code writes into a global that a patch put is no drift", async (t) => {
  for (const globals of [[], ['^LabConfig']]) {
    const world = aWorldThatPuts({});
    await runAfter(world, globals);
    t.is(textOf(await world.target.read(documentName('^LabConfig'))), '^LabConfig("a")="2"\n');
    await pass(world, looking);
    t.deepEqual(conditionsTold(world), []);
    world.target.write('^LabTable', '^LabTable(1)="by hand"\n');
    await pass(world, looking);
    t.regex(conditionsTold(world)[0]?.message ?? '', /One document .*: \^LabTable\./);
  }
});

test('where nobody knows what a run wrote, no global that was put before counts as drifted; code does', async (t) => {
  const doubtful = { processes: 1, references: ['^LabOther'], more: 0 };
  const world = aWorldThatPuts({ doubtful });
  await runAfter(world, []);
  world.target.write('^LabTable', '^LabTable(1)="by the run?"\n');
  world.target.write('Lab.A.cls', 'changed\n');
  await pass(world, looking);
  t.regex(conditionsTold(world)[0]?.message ?? '', /One document .*: Lab\.A\.cls\./);
});

/** LAB-1 puts two globals, each as a whole. */
function aWorldThatPuts(engine: Partial<WorldWish['engine']>): World {
  const kit = { 'p.zwr': 'x\nZWR\n^LabConfig("a")="1"\n^LabTable(1)="t"\n' };
  return aWorld(
    { kit, globals: 'replace' },
    {
      engine: {
        facts: { can: canRun },
        run: (_, write) => {
          write({ reference: '^LabConfig("a")', value: '2', kind: 'set' });
          return { ok: true, detail: '', transcript: '' };
        },
        ...engine,
      },
    },
  );
}

/** LAB-2 brings a class, and runs. */
async function runAfter(world: World, globals: readonly string[]): Promise<void> {
  await world.pass();
  world.release('LAB-2', {
    kit: { 'Lab.A.cls': 'Class Lab.A\n{\n}\n' },
    manifest: { install: { run: '##class(Lab.A).P' }, backup: { globals } },
  });
  world.publish();
  world.now += 1000;
  await world.pass();
}

function textOf(bytes: Uint8Array | null): string {
  return Buffer.from(bytes ?? []).toString();
}

function pass(world: World, options: PassOptions = {}): Promise<PassOutcome> {
  return reconcileOnce(world.ports, world.setup, undefined, options);
}
