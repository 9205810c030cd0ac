import type { ExecutionContext } from 'ava';
import { SiteLoop } from '../../src/apps/agent/site-loop.ts';
import type { SiteEvent } from '../../src/apps/served-site.ts';
import type { Ports } from '../../src/ports/ports.ts';
import { noLimits } from '../../src/reconcile/pass-options.ts';
import { conditionsTold } from '../reconcile/site-facts.ts';
import type { World } from '../worlds/a-world.ts';
import { MemoryMachine, settled } from './memory-machine.ts';

const minute = 60_000;

/** No slower timer, no limits. */
export const calm = { drift: null, limits: noLimits } as const;

export interface Running {
  readonly world: World;
  readonly machine: MemoryMachine;
  readonly loop: SiteLoop;
  readonly events: SiteEvent[];
  readonly bugs: unknown[];
  /** Passes that have begun. */
  readonly passes: () => number;
}

/** A loop over a world in memory, after its first pass. */
export async function running(
  t: ExecutionContext,
  world: World,
  ports: Ports = world.ports,
): Promise<Running> {
  const run = starting(t, world, ports);
  await settled(run.loop);
  return run;
}

export function starting(t: ExecutionContext, world: World, ports: Ports = world.ports): Running {
  const machine = new MemoryMachine(world);
  const bugs: unknown[] = [];
  const events: SiteEvent[] = [];
  const loop = new SiteLoop({ ports, setup: world.setup, poll: 5 * minute, ...calm }, machine, (bug) =>
    bugs.push(bug),
  );
  loop.watch((event) => events.push(event));
  loop.start();
  t.teardown(() => void loop.stop(0));
  const passes = () => events.filter(({ kind }) => kind === 'pass-began').length;
  return { world, machine, loop, events, bugs, passes };
}

/** Types of the conditions of which the site told last. */
export function conditionsIn(world: World): readonly string[] {
  return conditionsTold(world).map(({ type }) => type);
}
