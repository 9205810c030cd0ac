import type { ExecutionContext } from 'ava';
import test from 'ava';
import fc from 'fast-check';
import { digestOf } from '../../src/base/digest.ts';
import type { Instant } from '../../src/base/instant.ts';
import type { PatchId } from '../../src/base/names.ts';
import type { DocumentForecast, Preview, SiteOutlook } from '../../src/fleet/preview/preview.ts';
import type { DocumentPreview } from '../../src/plan/intended.ts';
import type { PlanStep } from '../../src/plan/plan.ts';
import { lookAhead } from '../../src/reconcile/look-ahead.ts';
import type { World } from '../worlds/a-world.ts';
import { giveLeave } from './give-leave.ts';
import { aPolicyFleet, filesIn } from './policy-fleet.ts';
import type { PolicyWish } from './policy-wishes.ts';
import { fleetOf, policyWorlds } from './policy-wishes.ts';
import type { PreviewFleet } from './preview-fleet.ts';
import { first, second, siteNames } from './preview-wishes.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const start = Date.parse('2026-03-26T09:00:00Z');

test('what a preview says of recalls, holds, approvals, rollouts and a new fleet.yaml is what the sites then do', async (t) => {
  t.timeout(600_000);
  const seed = Number(process.env['PATCHFLEET_SEED'] ?? 20_261_122);
  const numRuns = Number(process.env['PATCHFLEET_RUNS'] ?? 16);
  t.log(`seed ${seed}, ${numRuns} runs`);
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(policyWorlds, async (wish) => {
      try {
        await keepsItsPromise(t, wish, seen);
      } catch (error) {
        t.log(fc.stringify(wish));
        throw error;
      }
    }),
    { seed, numRuns, endOnFailure: true },
  );
  t.log([...seen].map(([what, count]) => `${what}: ${count}`).join(', '));
});

/** By site and patch, what the site's own plan says, and what it would do to each document. */
interface Plans {
  readonly steps: ReadonlyMap<string, PlanStep>;
  readonly documents: ReadonlyMap<string, readonly DocumentPreview[]>;
}

async function keepsItsPromise(
  t: ExecutionContext,
  wish: PolicyWish,
  seen: Map<string, number>,
): Promise<void> {
  const fleet = await aPolicyFleet(wish, start);
  const { change, already, back } = wish;
  const now = start + wish.waits;
  for (const name of siteNames) fleet.world(name).now = now;
  const releases = fleet.world('uat-a').released;
  const added = back ? null : change;
  fleet.follow(fleetOf(wish, [already, added]));
  fleet.carry(new Map([...filesIn(already, releases, start), ...filesIn(added, releases, now)]));
  const preview = await fleet.previewAll(now);
  const before = await plansOf(fleet);
  fleet.publish(now);
  const after = await plansOf(fleet);
  saysTheSame(t, preview, { before, after }, seen);
  documentsAreTheSame(t, after, preview, seen);
  await comesTrue(t, fleet, { preview, now });
}

async function plansOf(fleet: PreviewFleet): Promise<Plans> {
  const steps = new Map<string, PlanStep>();
  const documents = new Map<string, readonly DocumentPreview[]>();
  for (const name of siteNames) {
    const world = fleet.world(name);
    const { plan, previews } = await lookAhead(world.ports, world.setup);
    for (const step of plan?.steps ?? []) steps.set(`${name} ${step.release.id}`, step);
    for (const [patch, one] of previews) documents.set(`${name} ${patch}`, one);
  }
  return { steps, documents };
}

/** Both what is published and what is proposed; and of what the preview is silent, nothing changes. */
function saysTheSame(
  t: ExecutionContext,
  { patches }: Preview,
  { before, after }: { readonly before: Plans; readonly after: Plans },
  seen: Map<string, number>,
): void {
  const silent = new Set<string>(
    siteNames.flatMap((site) => [first, second].map((patch) => `${site} ${patch}`)),
  );
  for (const { release, groups } of patches) {
    for (const { sites, outlook, published } of groups) {
      for (const { site } of sites) {
        const key = `${site} ${release.id}`;
        isThis(t, outlook, after.steps.get(key), seen);
        if (published !== null) isThis(t, published.outlook, before.steps.get(key), new Map());
        if (published?.moves === true) count(seen, 'moves');
        silent.delete(key);
      }
    }
  }
  for (const key of silent) t.deepEqual(after.steps.get(key), before.steps.get(key), key);
}

function isThis(
  t: ExecutionContext,
  outlook: SiteOutlook,
  step: PlanStep | undefined,
  seen: Map<string, number>,
): void {
  t.is(outlook.kind, step === undefined ? 'nothing' : 'planned');
  if (outlook.kind !== 'planned' || step === undefined) return;
  t.is(outlook.action, step.kind === 'wait' ? step.action : step.kind);
  t.deepEqual(outlook.blockers, step.kind === 'wait' ? step.blockers : []);
  count(seen, outlook.action);
  for (const { reason } of outlook.blockers) count(seen, reason);
}

/** What is previewed of a patch alone, as the target is now: what goes in or out before it is not in the site's own comparison. */
function documentsAreTheSame(
  t: ExecutionContext,
  { documents }: Plans,
  { patches }: Preview,
  seen: Map<string, number>,
): void {
  for (const { release, groups } of patches) {
    for (const { sites, outlook } of groups) {
      if (outlook.kind !== 'planned' || outlook.forecast.before.length > 0) continue;
      for (const { site } of sites) {
        const real = documents.get(`${site} ${release.id}`) ?? [];
        for (const document of outlook.documents) isThisDocument(t, document, real, seen);
        if (real.length > 0) t.is(outlook.documents.length, real.length);
      }
    }
  }
}

function isThisDocument(
  t: ExecutionContext,
  { name, effect, after, backTo }: DocumentForecast,
  previews: readonly DocumentPreview[],
  seen: Map<string, number>,
): void {
  const real = previews.find((one) => one.name === name);
  count(seen, `document ${effect}`);
  if (backTo !== null) count(seen, 'back to');
  if (real === undefined) return;
  if (effect !== 'unknown') t.is(real.effect, effect, name);
  if (after !== undefined) t.is(real.after, after, name);
}

interface Foreseen {
  readonly outlook: Extract<SiteOutlook, { kind: 'planned' }>;
  readonly site: string;
  readonly patch: PatchId;
}

/** Nothing happens before its earliest instant, and with everybody's leave each thing happens then. */
async function comesTrue(
  t: ExecutionContext,
  fleet: PreviewFleet,
  { preview, now }: { readonly preview: Preview; readonly now: Instant },
): Promise<void> {
  const foreseen = preview.patches.flatMap(({ release, groups }) =>
    groups.flatMap(({ sites, outlook }) =>
      outlook.kind === 'planned' ? sites.map(({ site }) => ({ outlook, site, patch: release.id })) : [],
    ),
  );
  const instants = new Set<Instant>([now]);
  const given = new Set<string>();
  for (const { outlook, site } of foreseen) {
    for (const { until } of outlook.forecast.waits) instants.add(until - 1).add(until);
    for (const leave of outlook.forecast.leaves) {
      const key = `${site} ${leave.patch} ${leave.blocker.reason} ${leave.blocker.message}`;
      if (!given.has(key)) await giveLeave(fleet.world(site), leave, now);
      given.add(key);
    }
  }
  const end = Math.max(...instants) + 2 * day;
  for (let at = now; at < end; at += day) instants.add(at);
  for (const at of [...instants].sort((a, b) => a - b)) {
    for (const site of siteNames) {
      const here = foreseen.filter((one) => one.site === site);
      const world = fleet.world(site);
      const open = await undoneAt(world, here);
      const told = world.outbox.told.length;
      await fleet.pass(site, at);
      const left = await undoneAt(world, here);
      for (const one of here) {
        const due = one.outlook.forecast.earliest;
        const when = `${one.outlook.action} of ${one.patch} at ${site} at ${new Date(at).toISOString()}, foreseen for ${String(due)}`;
        t.is(!left.includes(one), due !== null && due <= at, when);
      }
      const [only, ...others] = open.filter((one) => !left.includes(one));
      const isAlone = others.length === 0 && attemptsIn(world, told) === 1;
      if (isAlone && only !== undefined) await leavesAsForeseen(t, world, only);
    }
  }
}

function attemptsIn({ outbox }: World, from: number): number {
  const paths = outbox.told.slice(from).flatMap(({ files }) => [...files.keys()]);
  return new Set(paths.filter((path) => path.startsWith('attempts/'))).size;
}

async function undoneAt(world: World, foreseen: readonly Foreseen[]): Promise<readonly Foreseen[]> {
  const { patches } = await world.installed();
  return foreseen.filter(
    ({ patch, outlook }) => (patches.get(patch)?.state === 'installed') !== (outlook.action === 'install'),
  );
}

async function leavesAsForeseen(
  t: ExecutionContext,
  world: World,
  { outlook, patch }: Foreseen,
): Promise<void> {
  for (const { name, after } of outlook.documents) {
    if (after === undefined) continue;
    const bytes = await world.ports.target.read(name);
    t.is(bytes === null ? null : digestOf(bytes), after, `${name} at ${world.setup.site} after ${patch}`);
  }
}

function count(seen: Map<string, number>, what: string): void {
  seen.set(what, (seen.get(what) ?? 0) + 1);
}
