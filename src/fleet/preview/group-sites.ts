import type { Instant } from '../../base/instant.ts';
import type { PatchId, SiteName } from '../../base/names.ts';
import type { FleetSite } from '../../desired/fleet.ts';
import type { InstallRule } from '../../kit/manifest.ts';
import { installRuleFor } from '../../policy/install-rule.ts';
import { coversSite, selectsSite } from '../../policy/selection.ts';
import { silentAfter } from '../../policy/standing.ts';
import type { EngineKits } from './engine-kits.ts';
import type { FleetGround } from './fleet-ground.ts';
import type { HeldDocuments } from './held-documents.ts';
import { readHeldDocuments } from './held-documents.ts';
import type { ToldSite } from './site-as-told.ts';
import { readToldSite } from './site-as-told.ts';

/** Sites whose plans for the previewed patches can differ only by how long attempts usually take there. */
export interface LikeSites {
  /** One of them, which speaks for all. */
  readonly site: FleetSite;
  /** The rule of each previewed patch that is meant for them. */
  readonly rules: ReadonlyMap<PatchId, InstallRule>;
  readonly members: readonly LikeMember[];
  readonly known: KnownSite | { readonly unknown: string };
}

export interface LikeMember {
  readonly site: SiteName;
  readonly saidAt: Instant | null;
  readonly usualDuration: number;
}

/** What is known of a site that has spoken. */
export interface KnownSite {
  readonly told: ToldSite;
  readonly held: HeldDocuments;
  readonly kits: EngineKits;
  readonly silent: boolean;
}

/** Groups sites of one ring by all that their plans depend on, in the order of their first members. */
export function groupSites(sites: readonly FleetSite[], ground: FleetGround): readonly LikeSites[] {
  const groups = new Map<string, LikeSites & { readonly members: LikeMember[] }>();
  const places = placesOf(ground);
  for (const site of sites) {
    const rules = rulesFor(site, ground);
    if (rules.size === 0) continue;
    const known = knownSite(site, ground);
    const key = JSON.stringify([...policyKey(site, places, ground), stateKey(known, ground)]);
    const group = groups.get(key) ?? { site, rules, members: [], known };
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
  { input, releases }: FleetGround,
): readonly unknown[] {
  const { freezes } = input.desired.fleet;
  return [
    site.timezone,
    site.windows,
    places.has(site.name) ? site.name : null,
    freezes.map(({ places: where }) => where === null || where.some((place) => coversSite(place, site))),
    releases.map(({ sites, policy }) => (selectsSite(sites, site) ? installRuleFor(policy, site) : null)),
  ];
}

function knownSite(site: FleetSite, ground: FleetGround): LikeSites['known'] {
  const { input, releases } = ground;
  const record = input.sites.get(site.name) ?? null;
  if (record === null) return { unknown: 'it has said nothing yet' };
  const { report, attempts } = record;
  if ('unknown' in report) return { unknown: report.unknown };
  const kits = ground.kits(report.status.engine);
  const telling = { status: report.status, attempts };
  const told = readToldSite(telling, {
    ...{ now: input.now, kits },
    relevant: new Set(releases.map(({ id }) => id)),
    recalled: ground.recalled,
  });
  const held = readHeldDocuments(telling, told.installed, kits.names);
  return { told, held, kits, silent: input.now - report.status.at > silentAfter };
}

/** What the site says that bears on the previewed patches. */
function stateKey(known: LikeSites['known'], { releases }: FleetGround): unknown {
  if ('unknown' in known) return known;
  const { told, held, kits, silent } = known;
  const { installed, facts, acts } = told;
  const ids = new Set(releases.map(({ id }) => id));
  const records = [...installed.patches.values()].filter(({ patch }) => ids.has(patch));
  return [
    ...[kits.engine, silent, facts.clock, facts.primary, installed.inconsistent, acts.suspended],
    [...acts.remove.keys()].sort(),
    records
      .map(({ patch, releaseDigest, state, since, why }) => [
        ...[patch, releaseDigest, state],
        state === 'installed' ? null : [since, why],
      ])
      .sort(),
    kits.names.map((name) => [held.of(name), held.known.get(name) ?? null, held.known.has(name)]),
    held.driftedUnnamed,
  ];
}
