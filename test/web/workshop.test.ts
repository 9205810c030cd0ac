import test from 'ava';
import { patchesAtSite } from '../../src/reconcile/patches-at-site.ts';
import { lookAhead } from '../../src/reconcile/look-ahead.ts';
import { aHospital } from '../../tools/pages/a-hospital.ts';
import { recordEvents } from '../../tools/pages/play-events.ts';

test('the site on which the pages are worked on has patches of many states, and an attempt to play', async (t) => {
  const hospital = await aHospital();
  const { world } = hospital;
  const patches = patchesAtSite(await lookAhead(world.ports, world.setup));
  const states = new Set(patches.map(({ state }) => state));
  t.true(states.has('installed') && states.has('rolled-back') && states.has('received'));
  const events = await recordEvents(hospital);
  t.is(events[0]?.kind, 'pass-began');
  t.true(events.some((event) => event.kind === 'journaled' && event.fact.kind === 'rolled-back'));
  t.is(events.at(-1)?.kind, 'pass-ended');
});
