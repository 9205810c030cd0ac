import test from 'ava';
import { documentName } from '../../src/document/document-name.ts';
import { reconcileOnce } from '../../src/reconcile/reconcile-once.ts';
import type { World } from '../worlds/a-world.ts';
import { aWorld, failingPatch, scenarios } from './scenarios.ts';
import { stateOf, textOf, valueOf } from './site-facts.ts';

for (const scenario of scenarios) {
  test(`what somebody else writes in the middle of a pass that ${scenario.title} survives and is never lost`, async (t) => {
    const counted = await scenario.world();
    const places = await placesOf(counted);
    for (let at = 0; at < places; at += 1) {
      const world = await scenario.world();
      let place = 0;
      const somebody = (): void => {
        if (place === at) {
          world.target.write('^LabOther', '^LabOther="theirs"\n');
          world.target.write('LABIN.mac', 'ROUTINE LABIN [Type=MAC]\nLABIN ; theirs\n quit\n');
        }
        place += 1;
      };
      atEachPlace(world, somebody);
      await world.pass();
      const where = `somebody writes at place ${at} of ${places}`;
      t.is(await valueOf(world, '^LabOther'), 'theirs', where);
      const { inconsistent, open } = await world.installed();
      t.is(open, null, where);
      t.is(inconsistent, null, where);
      if (!(await overwrittenBeforeTheBackup(world)))
        t.regex((await textOf(world, 'LABIN.mac')) ?? '', /theirs/, where);
    }
  });
}

/** Between comparing and writing nobody can come: that is the engine's own promise, and not a place here. */
function atEachPlace(world: World, somebody: () => void): void {
  world.beforeApply = somebody;
  world.onEffect((effect) => {
    if (effect !== 'target.apply') somebody();
  });
}

async function placesOf(world: World): Promise<number> {
  let places = 0;
  atEachPlace(world, () => {
    places += 1;
  });
  await world.pass();
  return places;
}

/** Written before the backup it is part of the old state, which the patch may replace: then the backup has it. */
async function overwrittenBeforeTheBackup(world: World): Promise<boolean> {
  for (const { snapshot, label } of await world.vault.list()) {
    if (label.kind !== 'backup') continue;
    const bytes = await world.vault.read(snapshot, documentName('LABIN.mac'));
    if (bytes !== null && Buffer.from(bytes).toString().includes('theirs')) return true;
  }
  return false;
}

test('what somebody else wrote meanwhile is listed when the attempt is rolled back', async (t) => {
  const world = aWorld(failingPatch);
  let applied = 0;
  world.beforeApply = () => {
    applied += 1;
    if (applied === 4) world.target.write('LABIN.mac', 'ROUTINE LABIN [Type=MAC]\n ; theirs\n');
  };
  await world.pass();
  const story = [...(await world.journal()).attempts.values()].at(-1);
  t.is(story?.end?.outcome, 'rolled-back');
  t.deepEqual(story?.end?.foreign, ['LABIN.mac']);
});

test('of two agents on one target one works, and the other says who does and stops', async (t) => {
  const world = aWorld();
  const session = await world.target.open('agent elsewhere');
  const outcome = await reconcileOnce(world.ports, world.setup);
  t.is(outcome.kind, 'busy');
  t.regex(outcome.kind === 'busy' ? outcome.message : '', /agent elsewhere/);
  t.is(await stateOf(world), undefined);
  await session.close();
});

test('a target of another site is refused before anything is written', async (t) => {
  const world = aWorld();
  await world.pass();
  const stranger = aWorld();
  await t.throwsAsync(
    reconcileOnce({ ...stranger.ports, target: world.target }, { ...world.setup, site: 'there' as never }),
    {
      message: /belongs to site here, not to there/,
    },
  );
});
