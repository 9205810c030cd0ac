import test from 'ava';
import type { Ports } from '../../src/ports/ports.ts';
import type { Objection } from '../../src/ports/target.ts';
import { reconcileOnce } from '../../src/reconcile/reconcile-once.ts';
import type { World } from '../worlds/a-world.ts';
import { aWorld, firstPatch } from './scenarios.ts';

const policy = { default: 'operator' } as const;
const waiting = () => aWorld({ ...firstPatch, manifest: { ...firstPatch.manifest, policy } });
const hour = 60 * 60 * 1000;

const mapped: Objection = { kind: 'refusal', name: 'Lab.New.cls', why: 'it is mapped from elsewhere' };

/** The target says this of every patch; how often it was asked. */
function asked(
  world: World,
  objections: readonly Objection[] = [],
): { readonly ports: Ports; readonly times: () => number } {
  let times = 0;
  const target: Ports['target'] = {
    ...world.ports.target,
    preflight: () => {
      times += 1;
      return Promise.resolve(objections);
    },
  };
  return { ports: { ...world.ports, target }, times: () => times };
}

test('the target is asked again about a patch that waits when its documents have changed, or an hour has passed, and not at each pass', async (t) => {
  const world = waiting();
  const { ports, times } = asked(world);
  const counts: number[] = [];
  const pass = async () => {
    world.target.dropLock();
    await reconcileOnce(ports, world.setup);
    counts.push(times());
  };
  await pass();
  await pass();
  world.target.write('LABIN.mac', 'ROUTINE LABIN [Type=MAC]\nLABIN ; mended\n quit\n');
  await pass();
  await pass();
  world.now += hour;
  await pass();
  t.deepEqual(counts, [1, 1, 2, 2, 3]);
});

test('what the target has against a patch that waits is asked anew at each pass: somebody may have mended it', async (t) => {
  const world = waiting();
  const objections = [mapped];
  const { ports } = asked(world, objections);
  const waits = async () => {
    world.target.dropLock();
    const passed = await reconcileOnce(ports, world.setup);
    const [step] = (passed.kind === 'passed' ? passed.plan?.steps : null) ?? [];
    return step?.kind === 'wait' ? step.blockers.map(({ reason }) => reason) : [];
  };
  t.deepEqual(await waits(), ['NotPossibleHere', 'AwaitingOperator']);
  objections.pop();
  t.deepEqual(await waits(), ['AwaitingOperator']);
});

test('a pass that is to end tells no less of a patch that waits than the one before', async (t) => {
  const world = waiting();
  const { ports, times } = asked(world, [mapped]);
  await reconcileOnce(ports, world.setup);
  const told = world.outbox.told.length;
  const last = await reconcileOnce(ports, world.setup, undefined, { mayGoOn: () => false });
  t.is(times(), 1);
  t.is(world.outbox.told.length, told);
  t.regex(JSON.stringify(last), /mapped from elsewhere/);
});
