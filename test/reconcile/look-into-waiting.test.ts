import test from 'ava';
import type { Ports } from '../../src/ports/ports.ts';
import { reconcileOnce } from '../../src/reconcile/reconcile-once.ts';
import type { World } from '../worlds/a-world.ts';
import { aWorld, firstPatch } from './scenarios.ts';

const policy = { default: 'operator' } as const;
const waiting = () => aWorld({ ...firstPatch, manifest: { ...firstPatch.manifest, policy } });
const hour = 60 * 60 * 1000;

/** The target says this of every patch; how often it was asked. */
function asked(world: World): { readonly ports: Ports; readonly times: () => number } {
  let times = 0;
  const target: Ports['target'] = {
    ...world.ports.target,
    preflight: () => {
      times += 1;
      return Promise.resolve([{ kind: 'refusal', name: 'Lab.New.cls', why: 'it is mapped from elsewhere' }]);
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

test('a pass that is to end tells no less of a patch that waits than the one before', async (t) => {
  const world = waiting();
  const { ports, times } = asked(world);
  await reconcileOnce(ports, world.setup);
  const told = world.outbox.told.length;
  const last = await reconcileOnce(ports, world.setup, undefined, { mayGoOn: () => false });
  t.is(times(), 1);
  t.is(world.outbox.told.length, told);
  t.regex(JSON.stringify(last), /mapped from elsewhere/);
});
