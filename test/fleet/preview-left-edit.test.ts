import test from 'ava';
import { recordAct } from '../../src/reconcile/record-act.ts';
import { lookAhead } from '../../src/reconcile/look-ahead.ts';
import { PreviewFleet } from './preview-fleet.ts';
import { first, second } from './preview-wishes.ts';

const start = Date.parse('2026-03-26T09:00:00Z');
const minute = 60_000;

test('a preview knows of a hand edit that stayed when its patch was taken out', async (t) => {
  const site = { name: 'prod-a', title: 'A', ring: 'prod', timezone: 'UTC' };
  const fleet = new PreviewFleet({ rings: [{ name: 'prod', title: 'Production' }], sites: [site] }, start);
  const world = fleet.world(site.name);
  fleet.release(first, { kit: { 'Lab.A.cls': 'Class Lab.A\n{\n}\n' } }, start);
  await fleet.pass(site.name, start + minute);
  world.target.write('Lab.A.cls', 'Class Lab.A\n{\n// by hand\n}\n');
  const releaseDigest = world.released[0]?.entry.digest;
  if (releaseDigest === undefined) return void t.fail('nothing was released');
  const said = { patch: first, releaseDigest, who: 'ines', why: 'not now' };
  await recordAct(world.ports, world.setup, { kind: 'remove', ...said });
  await fleet.pass(site.name, start + 2 * minute);
  const next = { kit: { 'Lab.A.cls': 'Class Lab.A\n{\n// newer\n}\n' } };
  const { groups } = await fleet.preview(second, next, start + 3 * minute);
  fleet.release(second, next, start + 3 * minute);
  const { previews } = await lookAhead(world.ports, world.setup);
  t.like(previews.get(second), [{ name: 'Lab.A.cls', localEdit: true }]);
  const outlook = groups[0]?.outlook;
  t.like(outlook?.kind === 'planned' ? outlook.documents : [], [{ name: 'Lab.A.cls', localEdit: true }]);
});
