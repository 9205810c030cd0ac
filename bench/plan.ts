import { writeChannel } from '../src/desired/write-channel.ts';
import type { ReleaseEntry } from '../src/desired/desired-state.ts';
import { computePlan } from '../src/plan/compute-plan.ts';
import type { PlanInput } from '../src/plan/plan-input.ts';
import { aPlanInput, aRelease, aRing, aSite, day, noon, ringName } from '../test/plan/plan-world.ts';
import { aRecord, aReport, has } from '../test/plan/what-sites-hold.ts';
import { sideBySide } from './side-by-side.ts';

const gatedReleases = 10_000;
const gatingSites = 100;

/** Plans, against the least that must be done for the same answer: reading the index, or asking each site for each release. */
export async function benchPlans(): Promise<void> {
  for (const count of [10, 1_000, 10_000]) await benchIndex(count);
  for (const heard of ['half', 'all', 'silent'] as const) await benchGate(heard);
}

/** Nearly all is installed: one of a hundred is not, and one at least. */
async function benchIndex(count: number): Promise<void> {
  const releases = releasesOf(count);
  const open = Math.ceil(count / 100);
  const records = releases.slice(open).map(({ id }) => aRecord(id));
  const input = aPlanInput({ releases, records });
  const shards = indexOf(releases);
  await sideBySide(`Planning ${count} releases, ${open} of them open`, 15, [
    { name: 'patchfleet, computePlan', run: () => computePlan(input) },
    { name: 'JSON.parse of the index', run: () => shards.map((shard): unknown => JSON.parse(shard)) },
  ]);
}

/** All are open, and wait for what a hundred sites of the ring before say. */
async function benchGate(heard: 'half' | 'all' | 'silent'): Promise<void> {
  const input = gatedInput(heard);
  const lookups = input.reports.map(
    ({ status }) => new Map(status.installed.map((entry) => [entry.patch, entry])),
  );
  const { releases } = input.desired;
  const what = { half: 'half installed', all: 'all installed', silent: 'silent for days' }[heard];
  await sideBySide(`Planning ${gatedReleases} open releases, gated by ${gatingSites} sites: ${what}`, 5, [
    { name: 'patchfleet, computePlan', run: () => computePlan(input) },
    {
      name: 'one Map lookup per release and site',
      run: () => releases.map(({ id }) => lookups.filter((site) => site.has(id)).length),
    },
  ]);
}

function gatedInput(heard: 'half' | 'all' | 'silent'): PlanInput {
  const releases = releasesOf(gatedReleases);
  const gating = Array.from({ length: gatingSites }, (_, index) =>
    aSite(`uat-${index}`, { ring: ringName('uat') }),
  );
  const installed = releases
    .filter((_, index) => heard !== 'half' || index % 2 === 0)
    .map(({ id }) => has(id));
  const spoken = heard === 'silent' ? { at: noon - 30 * day } : {};
  return aPlanInput({
    releases,
    fleet: { rings: [aRing('uat'), aRing('prod', {})], sites: [...gating, aSite()] },
    rest: { reports: gating.map(({ name }) => aReport(name, { installed, ...spoken })) },
  });
}

function releasesOf(count: number): readonly ReleaseEntry[] {
  return Array.from({ length: count }, (_, index) => aRelease(`LAB-${index}`));
}

/** The index as it lies in the channel. */
function indexOf(releases: readonly ReleaseEntry[]): readonly string[] {
  const content = { name: 'default', counter: 1, publishedAt: noon, expiresAt: noon + day };
  const files = writeChannel({ ...content, releases, policyFiles: new Map() });
  return [...files]
    .filter(([path]) => path.startsWith('releases/'))
    .map(([, bytes]) => Buffer.from(bytes).toString());
}
