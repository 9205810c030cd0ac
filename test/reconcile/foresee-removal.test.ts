import test from 'ava';
import type { PatchId } from '../../src/base/names.ts';
import { objectionOfPlan } from '../../src/reconcile/objection-of-plan.ts';
import { recordAct } from '../../src/reconcile/record-act.ts';
import { foreseeRemoval } from '../../src/reconcile/foresee-removal.ts';
import { lookAhead } from '../../src/reconcile/look-ahead.ts';
import type { Difference } from '../../src/reconcile/patch-differences.ts';
import { World } from '../worlds/a-world.ts';

const lab = (text: string) => ({ 'Lab.A.cls': `Class Lab.A\n{\n// ${text}\n}\n` });

async function foresee(world: World, patch: string) {
  const { view, desired } = await lookAhead(world.ports, world.setup);
  if (desired === null) throw new Error('no channel');
  const outlook = await foreseeRemoval(world.ports, world.setup, { view, desired }, patch as PatchId);
  const differences: Difference[] = [];
  for await (const difference of outlook.differences()) differences.push(difference);
  return { ...outlook, differences, left: outlook.left() };
}

test('what a removal would put back is told before it is asked for, and nothing is changed by that', async (t) => {
  const world = new World({
    patches: { 'LAB-1': { kit: lab('new') } },
    target: { 'Lab.A.cls': 'Class Lab.A\n{\n// old\n}\n' },
  });
  await world.pass();
  const proof = await world.proof();
  const { before, why, differences } = await foresee(world, 'LAB-1');
  t.deepEqual([before, why], [[], null]);
  t.deepEqual(
    differences.map(({ name }) => name as string),
    ['Lab.A.cls'],
  );
  t.regex(Buffer.from(differences[0]?.after ?? []).toString(), /old/);
  t.is(await world.proof(), proof);
});

test('of a patch on which others stand it is told which have to go before it, those that came last first', async (t) => {
  const world = new World({
    patches: {
      'LAB-1': { kit: lab('one') },
      'LAB-2': { kit: { 'Lab.B.cls': 'Class Lab.B\n{\n}\n' }, manifest: { requires: ['LAB-1'] } },
      'LAB-3': { kit: lab('three') },
    },
  });
  await world.pass();
  t.deepEqual((await foresee(world, 'LAB-1')).before, ['LAB-3', 'LAB-2'] as PatchId[]);
});

test('what others wrote since the install is named, and would stay', async (t) => {
  const world = new World({ patches: { 'LAB-1': { kit: lab('new') } } });
  await world.pass();
  world.target.write('Lab.A.cls', 'Class Lab.A\n{\n// mended\n}\n');
  const { differences, left } = await foresee(world, 'LAB-1');
  t.deepEqual(differences, []);
  t.deepEqual(left, ['Lab.A.cls']);
});

test('a patch without its backup cannot be removed, and it is told why', async (t) => {
  const world = new World({ patches: { 'LAB-1': { kit: lab('new') } } });
  await world.pass();
  world.loseState();
  const { why, differences } = await foresee(world, 'LAB-1');
  t.regex(why ?? '', /not in the vault any more/);
  t.deepEqual(differences, []);
});

test('a removal is refused while others stand on the patch that nobody asked to remove; asked for, they let it wait', async (t) => {
  const world = new World({
    patches: {
      'LAB-1': { kit: { 'a.zwr': 'test\nZWR\n^LabA="1"\n' } },
      'LAB-2': { kit: { 'b.zwr': 'test\nZWR\n^LabB="1"\n' }, manifest: { requires: ['LAB-1'] } },
    },
  });
  await world.pass();
  await world.pass();
  const { patches } = await world.installed();
  const removal = (id: string) => {
    const { patch, releaseDigest = '' as never } = patches.get(id as never) ?? { patch: id as never };
    return { kind: 'remove', patch, releaseDigest, who: 'ines', why: 'not wanted' } as const;
  };
  const look = () => lookAhead(world.ports, world.setup);
  const refused = objectionOfPlan(removal('LAB-1'), await look());
  t.regex(refused?.why ?? '', /stand on it that nobody has asked to remove: LAB-2\./);
  t.is(objectionOfPlan(removal('LAB-2'), await look()), null);
  await recordAct(world.ports, world.setup, removal('LAB-2'));
  t.is(objectionOfPlan(removal('LAB-1'), await look()), null);
  await recordAct(world.ports, world.setup, removal('LAB-1'));
  const step = (await look()).plan?.steps.find(({ release }) => release.id === ('LAB-1' as never));
  const [blocker] = step?.kind === 'wait' ? step.blockers : [];
  t.regex(blocker?.message ?? '', /in this order: LAB-2\. `patchfleet keep LAB-1` takes its removal back\./);
});
