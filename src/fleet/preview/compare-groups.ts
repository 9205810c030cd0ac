import type { SiteName } from '../../base/names.ts';
import type { Fleet } from '../../desired/fleet.ts';
import type { PatchGroup } from './outlook.ts';
import type { PublishedOutlook, SiteGroup, SiteOutlook } from './preview.ts';

interface Fleets {
  readonly proposed: Fleet;
  readonly published: Fleet;
}

/**
 * Puts beside what would happen what was to happen as published (null: the channel does not know the patch): sites that would see the same and saw the
 * same. At the end those of which the patch is taken away though it was to do something there.
 */
export function compareGroups(
  groups: readonly PatchGroup[],
  published: readonly PatchGroup[] | null,
  fleets: Fleets,
): readonly SiteGroup[] {
  if (published === null) return groups.map((group) => shown(group, null));
  const before = bySite(published);
  const now = bySite(groups);
  return [
    ...groups.flatMap((group) => split(group, before, fleets.published)),
    ...published.flatMap((group) => lost(group, now, fleets.proposed)),
  ];
}

function bySite(groups: readonly PatchGroup[]): ReadonlyMap<SiteName, PatchGroup> {
  return new Map(groups.flatMap((group) => group.sites.map(({ site }) => [site, group] as const)));
}

function split(
  group: PatchGroup,
  before: ReadonlyMap<SiteName, PatchGroup>,
  fleet: Fleet,
): readonly SiteGroup[] {
  const known = new Set(fleet.sites.map(({ name }) => name));
  const parts = new Map<PatchGroup | 'not-for' | 'new-in-fleet', SiteGroup['sites'][number][]>();
  for (const member of group.sites) {
    const was = before.get(member.site) ?? (known.has(member.site) ? 'not-for' : 'new-in-fleet');
    const part = parts.get(was) ?? [];
    parts.set(was, part);
    part.push(member);
  }
  return [...parts].map(([was, sites]) => shown({ ...group, sites }, publishedOutlook(was, group)));
}

function publishedOutlook(
  was: PatchGroup | 'not-for' | 'new-in-fleet',
  { outlook }: PatchGroup,
): PublishedOutlook {
  if (typeof was === 'string') {
    const nothing = { kind: 'nothing', why: was } as const;
    return { rule: null, outlook: nothing, moves: movesBetween(nothing, outlook) };
  }
  return { rule: was.rule, outlook: was.outlook, moves: movesBetween(was.outlook, outlook) };
}

function lost(group: PatchGroup, now: ReadonlyMap<SiteName, PatchGroup>, fleet: Fleet): readonly SiteGroup[] {
  const { rule, outlook } = group;
  if (outlook.kind !== 'planned') return [];
  const left = group.sites.filter(({ site }) => !now.has(site));
  const known = new Set(fleet.sites.map(({ name }) => name));
  return (['not-for', 'left-fleet'] as const).flatMap((why) => {
    const sites = left.filter(({ site }) => known.has(site) === (why === 'not-for'));
    const published = { rule, outlook, moves: true };
    return sites.length === 0
      ? []
      : [shown({ ...group, sites, outlook: { kind: 'nothing', why } }, published)];
  });
}

function shown({ ring, timezone, rule, sites, outlook }: PatchGroup, published: PublishedOutlook | null) {
  return { ring, timezone, rule, sites, outlook, published };
}

/** Where nothing is done before and after, only the reason can move, and where it begins to be for a site that needs nothing, nothing does. */
function movesBetween(before: SiteOutlook, after: SiteOutlook): boolean {
  if (before.kind === 'planned' || after.kind === 'planned')
    return JSON.stringify(essence(before)) !== JSON.stringify(essence(after));
  if (before.kind === 'unknown' || after.kind === 'unknown') return false;
  return before.why !== after.why && before.why !== 'not-for' && before.why !== 'new-in-fleet';
}

function essence(outlook: SiteOutlook): unknown {
  if (outlook.kind !== 'planned') return outlook.kind;
  const { action, forecast } = outlook;
  const { earliest, leaves, obstacles, before } = forecast;
  return { action, earliest, leaves, obstacles, before };
}
