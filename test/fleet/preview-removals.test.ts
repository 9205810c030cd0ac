import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { PatchId } from '../../src/base/names.ts';
import type { ActFact } from '../../src/journal/journal-event.ts';
import { lookAhead } from '../../src/reconcile/look-ahead.ts';
import { recordAct } from '../../src/reconcile/record-act.ts';
import { filesOf } from './policy-wishes.ts';
import type { FleetWish } from './preview-fleet.ts';
import { PreviewFleet } from './preview-fleet.ts';
import { first, second } from './preview-wishes.ts';

const start = Date.parse('2026-03-26T09:00:00Z');
const minute = 60_000;
const site = 'prod-a';
const policy = { default: 'automatic' };

function fleetYaml(freezes: readonly Readonly<Record<string, unknown>>[] = []): FleetWish {
  return {
    rings: [{ name: 'prod', title: 'Production' }],
    sites: [{ name: site, title: 'A', ring: 'prod', timezone: 'UTC' }],
    freezes,
  };
}

const frozen = fleetYaml([{ from: '2026-03-20T20:00', until: '2026-04-29T00:00', reason: 'End of quarter' }]);

/** LAB-1 is in, and LAB-2, which requires it or changes the same class. */
async function aFleet(others: 'none' | 'requires' | 'changes' = 'none'): Promise<PreviewFleet> {
  const fleet = new PreviewFleet(fleetYaml(), start);
  fleet.release(first, { kit: { 'Lab.A.cls': 'Class Lab.A\n{\n}\n' }, manifest: { policy } }, start);
  await fleet.pass(site, start + minute);
  if (others === 'none') return fleet;
  const named = others === 'requires' ? { requires: [first] } : {};
  const name = others === 'requires' ? 'Lab.B.cls' : 'Lab.A.cls';
  const kit = { [name]: `Class ${name.slice(0, -4)}\n{\n// two\n}\n` };
  fleet.release(second, { kit, manifest: { ...named, policy } }, start + 2 * minute);
  await fleet.pass(site, start + 3 * minute);
  return fleet;
}

function recallOf(fleet: PreviewFleet, patch: PatchId): ReadonlyMap<string, string> {
  return filesOf({ kind: 'recall', patch, installed: 'remove' }, fleet.world(site).released, start);
}

function holdOf(fleet: PreviewFleet, patch: PatchId | null): ReadonlyMap<string, string> {
  const hold = { kind: 'hold', patch: patch === null ? null : second, site, lasts: null } as const;
  return filesOf(hold, fleet.world(site).released, start);
}

/** What the preview says goes by itself is what the next plans of the site take out. */
async function goesAsSaid(t: ExecutionContext, fleet: PreviewFleet, patches: readonly PatchId[]) {
  const preview = await fleet.previewAll(start + 20 * minute);
  const said = preview.patches.flatMap(({ release, groups }) =>
    groups.flatMap(({ outlook, published }) =>
      outlook.kind === 'planned' && outlook.action === 'remove' && published?.moves === true
        ? [release.id]
        : [],
    ),
  );
  t.deepEqual(said, patches);
  fleet.publish(start + 21 * minute);
  const world = fleet.world(site);
  const { plan } = await lookAhead(world.ports, world.setup);
  t.is(plan?.steps[0]?.kind, 'remove');
  for (const at of patches.keys()) await fleet.pass(site, start + (22 + at) * minute);
  const left = [...(await world.installed()).patches.values()].filter(({ state }) => state === 'installed');
  t.deepEqual(
    left.map(({ patch }) => patch).filter((patch) => patches.includes(patch)),
    [],
  );
}

/** Publishes what holds everything up, and lets the site say so. */
async function heldUp(fleet: PreviewFleet, terms: ReadonlyMap<string, string>): Promise<void> {
  fleet.carry(terms);
  fleet.publish(start + 10 * minute);
  await fleet.pass(site, start + 11 * minute);
}

test('the preview of a freeze that is lifted shows the recalled patch that goes then', async (t) => {
  const fleet = await aFleet();
  fleet.follow(frozen);
  await heldUp(fleet, recallOf(fleet, first));
  fleet.follow(fleetYaml());
  await goesAsSaid(t, fleet, [first]);
});

test('the preview of a suspension that ends shows the recalled patch that goes then', async (t) => {
  const fleet = await aFleet();
  await heldUp(fleet, new Map([...recallOf(fleet, first), ...holdOf(fleet, null)]));
  fleet.carry(recallOf(fleet, first));
  await goesAsSaid(t, fleet, [first]);
});

test('the preview of a suspension that ends shows the removal that an operator asked for', async (t) => {
  const fleet = await aFleet();
  fleet.carry(holdOf(fleet, null));
  fleet.publish(start + 10 * minute);
  const { ports, setup, released } = fleet.world(site);
  const releaseDigest = released[0]?.entry.digest;
  const act = {
    kind: 'remove',
    patch: first,
    releaseDigest,
    why: 'it is in the way',
    who: 'ines',
  } as ActFact;
  await recordAct(ports, setup, act);
  await fleet.pass(site, start + 11 * minute);
  fleet.carry(new Map());
  await goesAsSaid(t, fleet, [first]);
});

for (const how of ['requires', 'changes'] as const)
  test(`the preview of a hold that ends shows the recalled patch below, where the held one ${how} what that put in`, async (t) => {
    const fleet = await aFleet(how);
    const recalls = [...recallOf(fleet, first), ...recallOf(fleet, second)];
    await heldUp(fleet, new Map([...recalls, ...holdOf(fleet, second)]));
    fleet.carry(new Map(recalls));
    await goesAsSaid(t, fleet, [first, second]);
  });

test('the preview of a freeze that is lifted shows what stands on the recalled patch', async (t) => {
  const fleet = await aFleet('requires');
  fleet.follow(frozen);
  await heldUp(fleet, recallOf(fleet, first));
  fleet.follow(fleetYaml());
  const { patches } = await fleet.previewAll(start + 20 * minute);
  t.deepEqual(
    patches.map(({ release }) => release.id),
    [first, second],
  );
});
