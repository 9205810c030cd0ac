import test from 'ava';
import type { PatchId, SiteName } from '../../src/base/names.ts';
import type { PlanStep } from '../../src/plan/plan.ts';
import type { PassOutcome } from '../../src/reconcile/reconcile-once.ts';
import { patchesAtSite } from '../../src/reconcile/patches-at-site.ts';
import { lookAhead } from '../../src/reconcile/look-ahead.ts';
import { reconcileOnce } from '../../src/reconcile/reconcile-once.ts';
import type { PatchWish } from '../worlds/a-release.ts';
import { aRelease, testSigner } from '../worlds/a-release.ts';
import { World } from '../worlds/a-world.ts';

const lab = (number: number): PatchId => `LAB-${number}` as PatchId;
const aKit = (name: string): NonNullable<PatchWish['kit']> => ({
  [`Lab.${name}.cls`]: `Class Lab.${name}\n{\n}\n`,
});
const plain: PatchWish = { kit: aKit('Old') };
const fix: PatchWish = { kit: aKit('Fix'), manifest: { supersedes: ['LAB-1'] } };

async function statesOf(world: World): Promise<Record<string, string>> {
  return Object.fromEntries([...(await world.installed()).patches].map(([id, { state }]) => [id, state]));
}

/** What a patch waits for, in one text; null: it does not wait. */
function waitOf(outcome: PassOutcome, id: PatchId): string | null {
  const steps = outcome.kind === 'passed' ? (outcome.plan?.steps ?? []) : [];
  const isIt = (step: PlanStep): boolean => step.release.id === id;
  const step = steps.find((one) => isIt(one) && one.kind === 'wait');
  return step?.kind === 'wait'
    ? step.blockers.map(({ reason, message }) => `${reason}: ${message}`).join(' ')
    : null;
}

test('a patch is superseded by a release that says so itself', async (t) => {
  const world = new World({ patches: { 'LAB-1': plain, 'LAB-2': fix } });
  t.like(await world.pass(), { problems: [], plan: { steps: [] } });
  t.deepEqual(await statesOf(world), { 'LAB-1': 'received', 'LAB-2': 'installed' });
});

test('a patch that will not come any more is listed as what took it away', async (t) => {
  const world = new World({ patches: { 'LAB-1': plain, 'LAB-2': fix } });
  await world.pass();
  const { view, plan, desired } = await lookAhead(world.ports, world.setup);
  t.truthy(desired);
  if (desired === null) return;
  const listed = patchesAtSite({ view, plan, desired });
  t.deepEqual(
    listed.map(({ patch, state, why }) => [patch, state, why]),
    [
      ['LAB-1', 'superseded', 'LAB-2 takes its place.'],
      ['LAB-2', 'installed', ''],
    ],
  );
  const recall = { patch: lab(1), installed: 'keep', who: 'ines', why: 'loses results', at: 0 } as const;
  t.like(patchesAtSite({ view, plan, desired: { ...desired, recalls: [recall] } })[0], {
    state: 'recalled',
    why: 'ines took it back: loses results',
  });
});

test('a release was looked into once, and its word is known without it from then on', async (t) => {
  const world = new World({ patches: { 'LAB-1': plain, 'LAB-2': fix } });
  await world.pass();
  world.host.releases.clear();
  const { repository } = world.ports;
  const readRelease = () => Promise.reject(new Error('nothing is to be fetched'));
  const outcome = await world.pass({ ...world.ports, repository: { ...repository, readRelease } });
  t.like(outcome, { problems: [], plan: { steps: [] } });
});

test('an index that says a release supersedes another, which its signed patch.yaml does not say, replaces nothing', async (t) => {
  const world = new World({ patches: { 'LAB-1': plain, 'LAB-2': { kit: aKit('Fix') } } });
  world.misquote('LAB-2', { supersedes: [lab(1)] });
  world.publish();
  const ahead = await lookAhead(world.ports, world.setup);
  t.regex(
    ahead.problems[0]?.message ?? '',
    /LAB-2 says: by the channel it supersedes LAB-1, by its own patch/,
  );
  for (const pass of ['first', 'second']) {
    const outcome = await world.pass();
    t.deepEqual(await statesOf(world), { 'LAB-1': 'installed', 'LAB-2': 'received' }, pass);
    t.like(outcome, { problems: [{ type: 'ChannelRefused' }] });
    t.regex(waitOf(outcome, lab(2)) ?? '', /^NotPossibleHere: The channel does not repeat/);
  }
});

test('a release that a stranger signed stands in for nothing', async (t) => {
  const world = new World({ patches: { 'LAB-1': plain } });
  const { entry, fetched } = aRelease('LAB-2', 2, fix, testSigner('stranger'));
  world.release('LAB-2', fix);
  world.misquote('LAB-2', entry);
  world.host.releases.set(lab(2), fetched);
  world.publish();
  await world.pass();
  t.deepEqual(await statesOf(world), { 'LAB-1': 'installed', 'LAB-2': 'failed' });
});

test('while the superseding release cannot be had, the old one waits and says for what', async (t) => {
  const world = new World({ patches: { 'LAB-1': plain, 'LAB-2': fix } });
  const offered = world.host.releases.get(lab(2));
  if (offered === undefined) throw new Error('no release');
  world.host.releases.delete(lab(2));
  const outcome = await world.pass();
  t.regex(
    waitOf(outcome, lab(1)) ?? '',
    /^Unreachable: The channel says that LAB-2 stands in for it; .* it could not be yet: .*patch\/LAB-2/,
  );
  t.deepEqual(await statesOf(world), { 'LAB-1': 'received', 'LAB-2': 'received' });
  world.host.releases.set(lab(2), offered);
  await world.pass();
  t.deepEqual(await statesOf(world), { 'LAB-1': 'received', 'LAB-2': 'installed' });
});

test('an index that leaves out what a release requires does not bring it in before that', async (t) => {
  const waits = { ...plain, manifest: { policy: { default: 'operator' } } };
  const world = new World({
    patches: { 'LAB-1': waits, 'LAB-2': { kit: aKit('Fix'), manifest: { requires: ['LAB-1'] } } },
  });
  world.misquote('LAB-2', { requires: [] });
  world.publish();
  const outcome = await world.pass();
  t.deepEqual(await statesOf(world), { 'LAB-1': 'received', 'LAB-2': 'received' });
  t.regex(waitOf(outcome, lab(2)) ?? '', /by the channel it requires nothing, by its own patch.yaml LAB-1/);
});

test('an index that takes this site out of a superseding release is found out', async (t) => {
  const world = new World({ patches: { 'LAB-1': plain, 'LAB-2': fix } });
  world.misquote('LAB-2', { sites: { rings: null, sites: null, except: ['here' as SiteName] } });
  world.publish();
  t.like(await world.pass(), { problems: [{ type: 'ChannelRefused' }] });
});

test('an index that says an installed patch stands in for a required one satisfies nothing', async (t) => {
  const world = new World({
    patches: {
      'LAB-1': { ...plain, manifest: { policy: { default: 'operator' } } },
      'LAB-2': { kit: aKit('Fix') },
      'LAB-3': { kit: aKit('More'), manifest: { requires: ['LAB-1'] } },
    },
  });
  await world.pass();
  t.like(await statesOf(world), { 'LAB-2': 'installed', 'LAB-3': 'received' });
  world.misquote('LAB-2', { supersedes: [lab(1)] });
  world.publish();
  t.regex(waitOf(await world.pass(), lab(3)) ?? '', /LAB-1 has to be installed first/);
  t.like(await statesOf(world), { 'LAB-3': 'received' });
});

test('an index that forgets what an installed patch supersedes does not put the old one over it', async (t) => {
  const world = new World({ patches: { 'LAB-1': plain, 'LAB-2': fix } });
  await world.pass();
  world.misquote('LAB-2', { supersedes: [] });
  world.publish();
  await world.pass();
  t.deepEqual(await statesOf(world), { 'LAB-1': 'received', 'LAB-2': 'installed' });
});

test('a site without its state directory, whose release key was changed since, does not put the old patch over the installed one', async (t) => {
  const world = new World({ patches: { 'LAB-1': plain, 'LAB-2': fix } });
  await world.pass();
  world.loseState();
  const trust = { ...world.setup.trust, release: [testSigner('new key').publicKey] };
  world.target.dropLock();
  await reconcileOnce(world.ports, { ...world.setup, trust });
  t.deepEqual(await statesOf(world), { 'LAB-1': 'received', 'LAB-2': 'installed' });
});
