import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { World } from '../worlds/a-world.ts';
import { Crash } from '../worlds/failing-disk.ts';
import type { Scenario } from './scenarios.ts';
import { patch, scenarios } from './scenarios.ts';

for (const scenario of scenarios) {
  test(`a kill after any effect of a pass that ${scenario.title} leaves a site that the next pass finishes`, async (t) => {
    const { effects, clean } = await endsOf(scenario);
    t.log(`${effects} kill points`);
    t.true(effects >= 15);
    for (let after = 0; after < effects; after += 1) {
      const world = await scenario.world();
      const where = await crash(t, world, after);
      await settleAll(t, world, where);
      const { inconsistent, patches } = await world.installed();
      t.is(inconsistent, null, where);
      t.true(await failedOnce(world), `${where}: what failed is not tried again`);
      t.true(clean.has(await world.proof()), where);
      t.true(
        scenario.ends.includes(patches.get(patch)?.state ?? ''),
        `${where}: ${patches.get(patch)?.state ?? ''}`,
      );
    }
  });

  test(`a kill after any effect of a pass that ${scenario.title}, with the state directory lost, ends old, new or inconsistent`, async (t) => {
    const { effects, clean } = await endsOf(scenario);
    for (let after = 0; after < effects; after += 1) {
      const world = await scenario.world();
      const where = await crash(t, world, after);
      world.loseState();
      await settleAll(t, world, where);
      const { inconsistent } = await world.installed();
      if (inconsistent === null) t.true(clean.has(await world.proof()), where);
    }
  });
}

/** No attempt comes after one that was rolled back because the patch failed. */
async function failedOnce(world: World): Promise<boolean> {
  const stories = [...(await world.journal()).attempts.values()];
  const failed = stories.findIndex(({ facts }) =>
    facts.some((fact) => fact.kind === 'rolling-back' && !fact.interrupted),
  );
  return failed < 0 || failed === stories.length - 1;
}

/** Effects of a pass that is not cut short, and the proofs of the target before and after it. */
async function endsOf(
  scenario: Scenario,
): Promise<{ readonly effects: number; readonly clean: ReadonlySet<string> }> {
  const world = await scenario.world();
  const before = await world.proof();
  world.crashAfter(Number.POSITIVE_INFINITY);
  await world.pass();
  return { effects: world.effects.length, clean: new Set([before, await world.proof()]) };
}

/** Runs a pass that dies after so many effects; says where. */
async function crash(t: ExecutionContext, world: World, after: number): Promise<string> {
  world.crashAfter(after);
  const killed = await t.throwsAsync(world.pass(), { instanceOf: Crash });
  world.crashAfter(Number.POSITIVE_INFINITY);
  return `killed after ${after} effects: ${killed.message}`;
}

/** The next pass settles, the one after it may try again; then there is nothing left to do, and nothing was told twice. */
async function settleAll(t: ExecutionContext, world: World, where: string): Promise<void> {
  await world.pass();
  await world.pass();
  world.crashAfter(Number.POSITIVE_INFINITY);
  await world.pass();
  t.deepEqual(world.effects, [], `${where}: a pass with nothing to do has no effect`);
  const transitions = world.outbox.told.map(({ transition }) => transition);
  t.is(new Set(transitions).size, transitions.length, `${where}: no transition is told twice`);
  t.is((await world.installed()).open, null, where);
}
