import test from 'ava';
import fc from 'fast-check';
import { digestOf } from '../../src/base/digest.ts';
import { failure } from '../../src/base/failure.ts';
import type { Inventory } from '../../src/document/inventory.ts';
import type { DocumentPreview } from '../../src/plan/intended.ts';
import type { BlockerReason } from '../../src/policy/blocker.ts';
import { lookAhead } from '../../src/reconcile/look-ahead.ts';
import { World } from '../worlds/a-world.ts';
import { aWorld, aWorldThatRemoves, firstPatch, patch } from './scenarios.ts';

const names = ['Lab.A.cls', 'Lab.B.cls', 'Lab.C.cls', 'Lab.D.cls'] as const;
const classText = (name: string, version: number): string =>
  `Class ${name.replace('.cls', '')}\n{\n\nParameter V = ${version};\n\n}\n`;
const globalText = (values: readonly (readonly [number, string])[]): string =>
  [...new Map(values)].map(([key, value]) => `^LabG(${key})="${value}"\n`).join('');

/** A target, a kit and deletions over the same few names, so that every effect occurs. */
const worlds = fc.record({
  there: fc.subarray([...names]),
  kit: fc.subarray([...names]),
  version: fc.constantFrom(1, 2),
  gone: fc.subarray([...names]),
  globals: fc.constantFrom('merge' as const, 'replace' as const),
  nodesThere: fc.array(fc.tuple(fc.nat(3), fc.constantFrom('x', 'y'))),
  nodes: fc.array(fc.tuple(fc.nat(3), fc.constantFrom('x', 'y')), { minLength: 1 }),
});

test('the plan names every document that the next pass adds, replaces and deletes, and no other', async (t) => {
  const seed = Number(process.env['PATCHFLEET_SEED'] ?? 7);
  t.log(`seed ${seed}`);
  await fc.assert(
    fc.asyncProperty(worlds, async (wish) => {
      const world = worldOf(wish);
      const before = await world.inventory();
      const { previews } = await lookAhead(world.ports, world.setup);
      await world.pass();
      t.deepEqual(shown(previews.get(patch) ?? []), changes(before, await world.inventory()));
    }),
    { seed, numRuns: 60 },
  );
});

test('the plan of a removal names what it puts back, and the next pass does just that', async (t) => {
  const world = await aWorldThatRemoves();
  const before = await world.inventory();
  const { previews } = await lookAhead(world.ports, world.setup);
  await world.pass();
  const told = (previews.get(patch) ?? []).filter(
    ({ name, effect }) => effect !== 'unchanged' && !name.startsWith('^'),
  );
  const done = [...changes(before, await world.inventory())].filter(([name]) => !name.startsWith('^'));
  t.deepEqual(new Map(told.map(({ name, effect }) => [name as string, effect as string])), new Map(done));
  t.is(done.length, 3);
});

test('looking ahead changes nothing and takes no lock', async (t) => {
  const world = worldOf({
    there: [],
    kit: ['Lab.A.cls'],
    version: 1,
    gone: [],
    globals: 'merge',
    nodesThere: [],
    nodes: [[1, 'x']],
  });
  const session = await world.target.open('somebody at work');
  world.crashAfter(0);
  const { plan } = await lookAhead(world.ports, world.setup);
  t.is(plan?.steps[0]?.kind, 'install');
  await session.close();
});

function worldOf(wish: typeof worlds extends fc.Arbitrary<infer T> ? T : never): World {
  const kit = wish.kit.map((name) => [name, classText(name, wish.version)] as const);
  const there = wish.there.map((name) => [name, classText(name, 1)] as const);
  const nodesThere = globalText(wish.nodesThere);
  return new World({
    target: Object.fromEntries([...there, ...(nodesThere === '' ? [] : [['^LabG', nodesThere] as const])]),
    patches: {
      'LAB-1': {
        kit: { ...Object.fromEntries(kit), 'g.zwr': `test\nGT.M ZWR\n${globalText(wish.nodes)}` },
        globals: wish.globals,
        manifest: { remove: wish.gone.filter((name) => !wish.kit.includes(name)) },
      },
    },
  });
}

/** What really became of each document. */
function changes(before: Inventory, after: Inventory): ReadonlyMap<string, string> {
  const was = new Map(before.map(({ name, digest }) => [name, digest]));
  const is = new Map(after.map(({ name, digest }) => [name, digest]));
  const changed = [...new Set([...was.keys(), ...is.keys()])]
    .sort()
    .filter((name) => was.get(name) !== is.get(name));
  return new Map(changed.map((name) => [name, effectOf(name, was.has(name), is.has(name))]));
}

/** Of a global the plan may name a part, which can be new in a global that is not: that it changes is what counts. */
function effectOf(name: string, was: boolean, is: boolean): string {
  if (name.startsWith('^')) return 'changes';
  return !was ? 'add' : is ? 'replace' : 'delete';
}

function shown(previews: readonly DocumentPreview[]): ReadonlyMap<string, string> {
  const told: (readonly [string, string])[] = previews
    .filter(({ effect }) => effect !== 'unchanged')
    .map(({ name, effect }) =>
      name.startsWith('^') ? (['^LabG', 'changes'] as const) : ([name, effect] as const),
    );
  return new Map(told.sort(([a], [b]) => (a < b ? -1 : 1)));
}

test('a preview compares digests of canonical bytes', async (t) => {
  const world = worldOf({
    there: ['Lab.A.cls'],
    kit: ['Lab.A.cls'],
    version: 2,
    gone: [],
    globals: 'merge',
    nodesThere: [],
    nodes: [[1, 'x']],
  });
  const { previews } = await lookAhead(world.ports, world.setup);
  const preview = previews.get(patch)?.find(({ name }) => name.startsWith('Lab.A'));
  t.like(preview, {
    before: digestOf(classText('Lab.A.cls', 1)),
    after: digestOf(classText('Lab.A.cls', 2)),
  });
});

const byOperator = { policy: { default: 'operator' } };
const onlyRoutines = { runs: 'none', productions: false, kinds: ['routine'], routines: ['m'] } as const;
const waiting: readonly (readonly [what: string, reason: BlockerReason, world: () => Promise<World>])[] = [
  [
    'the engine cannot hold',
    'NotPossibleHere',
    () =>
      Promise.resolve(
        aWorld({ ...firstPatch, manifest: byOperator }, { engine: { facts: { can: onlyRoutines } } }),
      ),
  ],
  [
    'the target refuses',
    'NotPossibleHere',
    () =>
      Promise.resolve(
        aWorld(
          { ...firstPatch, manifest: byOperator },
          { engine: { preflight: () => [{ name: 'LABIN.mac', kind: 'refusal', why: 'it is deployed.' }] } },
        ),
      ),
  ],
  [
    'would overwrite what was changed by hand',
    'AwaitingOperator',
    async () => {
      const world = aWorld();
      await world.pass();
      world.target.write('Lab.New.cls', 'Class Lab.New\n{\n// by hand\n}\n');
      world.release('LAB-2', {
        kit: { 'Lab.New.cls': 'Class Lab.New\n{\n// two\n}\n' },
        manifest: byOperator,
      });
      world.publish();
      return world;
    },
  ],
];
for (const [what, reason, open] of waiting) {
  test(`of a patch that ${what} and that waits for the operator, plan and pass say the same`, async (t) => {
    const world = await open();
    const ahead = await lookAhead(world.ports, world.setup);
    const outcome = await world.pass();
    if (outcome.kind !== 'passed') throw new Error(outcome.kind);
    t.deepEqual(outcome.plan?.steps, ahead.plan?.steps);
    const [step] = ahead.plan?.steps ?? [];
    t.is(step?.kind === 'wait' ? step.blockers.length : 0, 2);
    t.is(step?.kind === 'wait' ? step.blockers[0]?.reason : null, reason);
  });
}

test('a kit that the host does not hand out is asked for once a pass, whatever else waits', async (t) => {
  const kit = (name: string) => ({ [`${name}.cls`]: `Class ${name}\n{\n}\n` });
  const world = new World({
    patches: {
      'LAB-1': { kit: kit('Lab.A'), manifest: byOperator },
      'LAB-2': { kit: kit('Lab.B'), manifest: byOperator },
    },
  });
  let asked = 0;
  const readRelease = () => {
    asked += 1;
    return Promise.reject(failure('GIT_UNREACHABLE', { remote: 'host', why: 'it is gone' }));
  };
  await world.pass({ ...world.ports, repository: { ...world.ports.repository, readRelease } });
  t.is(asked, 1);
});
