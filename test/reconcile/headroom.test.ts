import test from 'ava';
import { reconcileOnce } from '../../src/reconcile/reconcile-once.ts';
import { usualDuration } from '../../src/plan/usual-duration.ts';
import type { World } from '../worlds/a-world.ts';
import { aWorld, failingPatch, firstPatch } from './scenarios.ts';
import { stateOf } from './site-facts.ts';

const minute = 60_000;
const hour = 60 * minute;
const second = { kit: { 'Lab.Two.cls': 'Class Lab.Two\n{\n}\n' } };

/** A site that may install from 22 to 5 o'clock. */
const windows = `
rings: [{ name: uat, title: Acceptance }]
sites:
  - name: here
    title: The only site
    ring: uat
    timezone: Europe/Madrid
    windows: [{ days: [mon, tue, wed, thu, fri, sat, sun], from: '22:00', to: '05:00' }]
`;

/** Each attempt takes so long from here on. */
function slow(world: World, milliseconds: number): void {
  world.onEffect((effect) => {
    if (effect === 'vault.save') world.now += milliseconds / 2; // backup and intended state
  });
}

test('an install starts only where the usual time of this site and its rollback fit before the window ends', async (t) => {
  const world = aWorld(firstPatch, { fleet: windows, now: Date.parse('2026-11-30T21:30:00Z') });
  slow(world, 40 * minute);
  await world.pass();
  t.is(await stateOf(world), 'installed');
  world.release('LAB-2', second);
  world.now = Date.parse('2026-12-01T02:41:00Z'); // the window ends at 04:00Z, and twice 40 minutes are needed
  world.publish();
  const late = await reconcileOnce(world.ports, world.setup);
  t.like(late, { plan: { steps: [{ kind: 'wait', blockers: [{ reason: 'NoHeadroom' }] }] } });
  world.now = Date.parse('2026-12-01T21:00:00Z');
  const next = await reconcileOnce(world.ports, world.setup);
  t.like(next, { plan: { steps: [] } });
});

test('an attempt that was cut short does not make the site wait for as long as the agent was down', async (t) => {
  const world = aWorld(firstPatch, { now: Date.parse('2026-11-30T21:30:00Z') });
  world.onEffect((effect) => {
    if (effect === 'target.apply') throw new Error('power cut');
    if (effect === 'vault.save') world.now += minute;
  });
  await t.throwsAsync(world.pass());
  world.onEffect(() => undefined);
  world.now += 72 * hour;
  await world.pass();
  t.is(await stateOf(world), 'installed');
  t.true(usualDuration(await world.journal()) < 10 * minute);
});

for (const [what, wish] of [
  ['goes in', firstPatch],
  ['fails', failingPatch],
] as const)
  test(`wherever an attempt that ${what} is cut short, and what undoes it too, the time that the agent was down does not count`, async (t) => {
    const cut = async (world: World, effects: number): Promise<boolean> => {
      world.crashAfter(effects);
      const died = await world.pass().then(
        () => false,
        () => true,
      );
      world.crashAfter(Number.POSITIVE_INFINITY);
      world.now += 72 * hour;
      return died;
    };
    for (let first = 0, more = true; more; first += 1)
      for (let second = 0, again = true; again; second += 1) {
        const world = aWorld(wish);
        more = await cut(world, first);
        again = more && (await cut(world, second));
        await world.pass();
        t.true(usualDuration(await world.journal()) < 10 * minute, `${first} effects, then ${second}`);
      }
  });
