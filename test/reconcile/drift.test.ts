import test from 'ava';
import { failure } from '../../src/base/failure.ts';
import type { PassOptions } from '../../src/reconcile/pass-options.ts';
import type { PassOutcome } from '../../src/reconcile/reconcile-once.ts';
import { reconcileOnce } from '../../src/reconcile/reconcile-once.ts';
import type { World } from '../worlds/a-world.ts';
import { aWorld } from './scenarios.ts';
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

function pass(world: World, options: PassOptions = {}): Promise<PassOutcome> {
  return reconcileOnce(world.ports, world.setup, undefined, options);
}
