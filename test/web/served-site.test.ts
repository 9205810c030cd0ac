import test from 'ava';
import type { SiteEvent } from '../../src/apps/served-site.ts';
import type { PatchId } from '../../src/base/names.ts';
import { aServedSite } from '../worlds/a-served-site.ts';
import { World } from '../worlds/a-world.ts';

const wants = { patches: { 'LAB-1': { kit: { 'Lab.A.cls': 'Class Lab.A\n{\n}\n' } } } };

test('the site of the tests tells each pass from its beginning to its end', async (t) => {
  const site = aServedSite(new World(wants));
  const seen: SiteEvent['kind'][] = [];
  const end = site.watch(({ kind }) => seen.push(kind));
  await site.pass();
  end();
  await site.pass();
  t.is(seen[0], 'pass-began');
  t.is(seen.at(-1), 'pass-ended');
  t.is(seen.filter((kind) => kind === 'pass-began').length, 1);
});

test('in the site of the tests an act waits for the end of the pass that runs', async (t) => {
  const world = new World(wants);
  const site = aServedSite(world);
  const hold = {
    kind: 'hold',
    patch: 'LAB-1' as PatchId,
    until: null,
    who: 'ana',
    why: 'first look',
  } as const;
  const passing = site.pass();
  const acting = site.act(hold);
  t.deepEqual(
    site.now().waitingActs.map(({ fact }) => fact),
    [hold],
  );
  await passing;
  await acting;
  t.deepEqual(site.now().waitingActs, []);
  t.is((await world.journal()).acts.length, 1);
});
