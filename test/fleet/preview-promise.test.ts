import type { ExecutionContext } from 'ava';
import test from 'ava';
import fc from 'fast-check';
import type { Instant } from '../../src/base/instant.ts';
import { digestOf } from '../../src/base/digest.ts';
import type { DocumentForecast, PatchPreview, SiteGroup } from '../../src/fleet/preview/preview.ts';
import { lookAhead } from '../../src/reconcile/look-ahead.ts';
import type { World } from '../worlds/a-world.ts';
import { giveLeave } from './give-leave.ts';
import { PreviewFleet } from './preview-fleet.ts';
import type { Wish } from './preview-wishes.ts';
import {
  documentsOf,
  first,
  fleetOf,
  globalsOf,
  goneIn,
  kitOf,
  patchOf,
  second,
  siteNames,
  withoutWindows,
  worlds,
} from './preview-wishes.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const start = Date.parse('2026-03-26T09:00:00Z');

test('what a preview says of a site is what the site then does when the patch is released and published', async (t) => {
  t.timeout(600_000);
  const seed = Number(process.env['PATCHFLEET_SEED'] ?? 20_261_122);
  const numRuns = Number(process.env['PATCHFLEET_RUNS'] ?? 8);
  t.log(`seed ${seed}, ${numRuns} runs`);
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(worlds, (wish) => keepsItsPromise(t, wish, seen)),
    { seed, numRuns },
  );
  t.log([...seen].map(([what, count]) => `${what}: ${count}`).join(', '));
});

async function keepsItsPromise(t: ExecutionContext, wish: Wish, seen: Map<string, number>): Promise<void> {
  const { sites, rings } = fleetOf(wish);
  const before = {
    rings: rings.map(({ name, title }) => ({ name, title })),
    sites: sites.map(withoutWindows),
  };
  const fleet = new PreviewFleet(before, start, documentsOf(wish.there, 0));
  await liveThrough(fleet, wish);
  fleet.follow(fleetOf(wish));
  const now = start + wish.waits;
  const preview = await fleet.preview(second, patchOf(wish), now);
  fleet.release(second, patchOf(wish), now);
  for (const group of preview.groups) {
    for (const { site } of group.sites) await saysTheSame(t, fleet.world(site), group, seen);
  }
  await comesTrue(t, fleet, preview, { now, certain: !wish.oldFails });
}

/** What led to what the sites hold when the preview is made. */
async function liveThrough(fleet: PreviewFleet, wish: Wish): Promise<void> {
  const { old, oldRule, slow, oldFails, edited } = wish;
  const verify = oldFails ? [{ global: '^Never("there")', equals: '1' }] : [];
  const manifest = { policy: { default: oldRule }, verify, remove: goneIn(old) };
  fleet.release(first, { kit: kitOf(old), globals: globalsOf(old), manifest }, start);
  for (const name of siteNames) {
    const world = fleet.world(name);
    world.onEffect((effect) => {
      if (effect === 'vault.save') world.now += slow / 2;
    });
    await fleet.pass(name, start + minute);
    world.onEffect(() => undefined);
    // What was edited after an attempt that left nothing here, no status tells.
    if (edited !== null && !oldFails && name === 'prod-a')
      world.target.write(edited, 'Class Lab.Edited\n{\n}\n');
  }
  for (const name of siteNames) await fleet.pass(name, start + 100 * minute);
}

/** The plan that the site itself makes, and its documents. */
async function saysTheSame(
  t: ExecutionContext,
  world: World,
  { outlook }: SiteGroup,
  seen: Map<string, number>,
): Promise<void> {
  const { plan, previews } = await lookAhead(world.ports, world.setup);
  const step = plan?.steps.find(({ release, kind }) => release.id === second && kind !== 'remove');
  t.is(outlook.kind, step === undefined ? 'nothing' : 'planned');
  if (outlook.kind !== 'planned' || step === undefined) return;
  t.deepEqual(outlook.blockers, step.kind === 'wait' ? step.blockers : []);
  const actual = new Map((previews.get(second) ?? []).map((one) => [one.name, one]));
  if (actual.size > 0)
    t.deepEqual(
      outlook.documents.map(({ name }) => name),
      [...actual.keys()],
    );
  for (const document of outlook.documents) {
    const real = actual.get(document.name);
    count(seen, document.effect);
    if (document.localEdit) count(seen, 'local edit');
    if (document.after !== undefined) t.is(document.after, real?.after ?? null);
    t.is(document.localEdit, real?.localEdit === true);
    if (document.effect === 'unknown' || document.held.kind === 'unknown') continue;
    t.like(real, { effect: document.effect, before: document.held.digest });
    if (document.states !== null) t.deepEqual(digestsOf(document.states), [real?.before, real?.after]);
  }
  for (const { reason } of outlook.blockers) count(seen, reason);
}

function digestsOf({ before, after }: NonNullable<DocumentForecast['states']>) {
  return [before, after].map((bytes) => (bytes === null ? null : digestOf(bytes)));
}

/** No site starts before its earliest instant, and with everybody's leave each starts then; unless (not `certain`) what goes in before fails. */
async function comesTrue(
  t: ExecutionContext,
  fleet: PreviewFleet,
  { groups }: PatchPreview,
  { now, certain }: { readonly now: Instant; readonly certain: boolean },
): Promise<void> {
  const expected = new Map<string, Instant | null>();
  const instants = new Set<Instant>([now]);
  for (const { sites, outlook } of groups) {
    if (outlook.kind !== 'planned') continue;
    const { earliest, waits, leaves } = outlook.forecast;
    for (const { until } of waits) instants.add(until - 1).add(until);
    for (const { site } of sites) {
      expected.set(site, earliest);
      for (const leave of leaves) await giveLeave(fleet.world(site), leave, now);
    }
  }
  const end = Math.max(...instants) + 2 * day;
  for (let at = now; at < end && certain; at += day) instants.add(at);
  for (const at of [...instants].sort((a, b) => a - b)) {
    for (const site of siteNames) {
      await fleet.pass(site, at);
      const due = expected.get(site) ?? null;
      const state = (await fleet.world(site).installed()).patches.get(second)?.state;
      const isDue = expected.has(site) && due !== null && due <= at;
      if (!certain && state !== 'installed') continue;
      t.is(
        state === 'installed',
        isDue,
        `${site} at ${new Date(at).toISOString()}, foreseen for ${String(due)}`,
      );
    }
  }
}

function count(seen: Map<string, number>, what: string): void {
  seen.set(what, (seen.get(what) ?? 0) + 1);
}
