import type { Instant } from '../../base/instant.ts';
import type { PatchId, SiteName } from '../../base/names.ts';
import type { FleetSite } from '../../desired/fleet.ts';
import type { PatchRecord } from '../../installed/installed-state.ts';
import type { InstallRule } from '../../kit/manifest.ts';
import { compareTexts } from '../../policy/blocker.ts';
import { installRuleFor } from '../../policy/install-rule.ts';
import { coversSite, selectsSite } from '../../policy/selection.ts';
import type { FleetGround } from './fleet-ground.ts';
import type { KnownSite, UnknownSite } from './known-sites.ts';

/** Sites whose plans for the previewed patches can differ only by how long attempts usually take there. */
export interface LikeSites {
  /** One of them, which speaks for all. */
  readonly site: FleetSite;
  /** The rule of each previewed patch that is meant for them. */
  readonly rules: ReadonlyMap<PatchId, InstallRule>;
  readonly members: readonly LikeMember[];
  readonly known: KnownSite | UnknownSite;
  /** What their plans hang on, but for what stands against a patch because of their documents, and for how long attempts take there. */
  readonly planKey: string;
}

export interface LikeMember {
  readonly site: SiteName;
  readonly saidAt: Instant | null;
  readonly usualDuration: number;
}

/** Groups sites of one ring by all that their plans depend on, in the order of their first members. */
export function groupSites(sites: readonly FleetSite[], ground: FleetGround): readonly LikeSites[] {
  const groups = new Map<string, LikeSites & { readonly members: LikeMember[] }>();
  const places = placesOf(ground);
  for (const site of sites) {
    const rules = rulesFor(site, ground);
    if (rules.size === 0) continue;
    const known = ground.known(site.name);
    const planKey = JSON.stringify([...policyKey(site, places, ground), stateKey(known, ground)]);
    const key = `${planKey} ${documentsKey(known)}`;
    const group = groups.get(key) ?? { site, rules, members: [], known, planKey };
    groups.set(key, group);
    group.members.push({
      site: site.name,
      saidAt: ground.reports.get(site.name)?.status.at ?? null,
      usualDuration: 'told' in known ? known.told.usualDuration : 0,
    });
  }
  return [...groups.values()];
}

function rulesFor(site: FleetSite, { input, releases }: FleetGround): ReadonlyMap<PatchId, InstallRule> {
  const previewed = new Set(input.patches.map(({ patch }) => patch));
  return new Map(
    releases
      .filter(({ id, sites }) => previewed.has(id) && selectsSite(sites, site))
      .map(({ id, policy }) => [id, installRuleFor(policy, site)]),
  );
}

/** Sites that signed terms name. */
function placesOf({ terms }: FleetGround): ReadonlySet<string> {
  return new Set([...terms.keys()].map((path) => path.split('/')[1] ?? ''));
}

/** What the channel says of this site and not of every other one. */
function policyKey(
  site: FleetSite,
  places: ReadonlySet<string>,
  { word, releases }: FleetGround,
): readonly unknown[] {
  const { freezes } = word.desired.fleet;
  return [
    ...[site.ring, site.timezone, site.windows],
    places.has(site.name) ? site.name : null,
    freezes.map(({ places: where }) => where === null || where.some((place) => coversSite(place, site))),
    releases.map(({ sites, policy }) => (selectsSite(sites, site) ? installRuleFor(policy, site) : null)),
  ];
}

/** What the site says that bears on the previewed patches, besides their documents. */
function stateKey(known: LikeSites['known'], { releases }: FleetGround): unknown {
  if ('unknown' in known) return known;
  const { told, kits, silent, undoing } = known;
  const { installed, facts, acts } = told;
  const ids = new Set(releases.map(({ id }) => id));
  const isRelevant = ({ patch }: PatchRecord): boolean => ids.has(patch);
  // What stands on what is taken out depends on all patches whose kits are known, and on their order.
  const all = [...installed.patches.values()];
  const records = undoing.size > 0 ? all : all.filter(isRelevant).sort(byPatch);
  return [
    ...[kits.engine, silent, facts.clock, facts.primary, installed.inconsistent, acts.suspended],
    [...acts.remove.keys()].sort(),
    records.map(({ patch, releaseDigest, state, since, why, failedRemoval }) => [
      ...[patch, releaseDigest, state],
      state === 'installed' ? failedRemoval : [since, why],
    ]),
  ];
}

function byPatch(a: PatchRecord, b: PatchRecord): number {
  return compareTexts(a.patch, b.patch);
}

/** What the site holds of the documents concerned, and what it held before. */
function documentsKey(known: LikeSites['known']): string {
  if ('unknown' in known) return '';
  const { held, kits, undoing } = known;
  const documents = kits.names.map((name) => [
    held.of(name),
    held.known.get(name) ?? null,
    held.known.has(name),
  ]);
  const undone = [...undoing].map(([patch, sides]) => [patch, ...sides]);
  return JSON.stringify([documents, held.driftedUnnamed, undone]);
}
