import type { Instant } from '../../base/instant.ts';
import type { SiteName } from '../../base/names.ts';
import type { ReleaseEntry } from '../../desired/desired-state.ts';
import type { FleetSite, Ring } from '../../desired/fleet.ts';
import { silentAfter } from '../../policy/standing.ts';
import type { Blocker } from '../../policy/blocker.ts';
import type { SiteReport, WaitingPatch } from '../../status/status.ts';

/** What sites are foreseen to install and to take out, and when at the earliest. */
export class ExpectedInstalls {
  private readonly gone = new Map<SiteName, Map<ReleaseEntry['id'], Instant>>();
  private readonly bySite = new Map<
    SiteName,
    Map<ReleaseEntry['id'], { release: ReleaseEntry; at: Instant }>
  >();

  /** It can never go in there. */
  private readonly never = new Map<SiteName, Map<ReleaseEntry['id'], WaitingPatch>>();

  expectNever(site: SiteName, { id }: ReleaseEntry, { reason, message }: Blocker): void {
    const known = this.never.get(site) ?? new Map<ReleaseEntry['id'], WaitingPatch>();
    this.never.set(site, known);
    known.set(id, { patch: id, action: 'install', reason, message, until: null });
  }

  neverAt(site: SiteName): readonly WaitingPatch[] {
    return [...(this.never.get(site)?.values() ?? [])];
  }

  /** Of two instants for one release the earlier counts. */
  expect(site: SiteName, release: ReleaseEntry, at: Instant): void {
    const known =
      this.bySite.get(site) ?? new Map<ReleaseEntry['id'], { release: ReleaseEntry; at: Instant }>();
    this.bySite.set(site, known);
    const earlier = known.get(release.id)?.at ?? Number.POSITIVE_INFINITY;
    if (at < earlier) known.set(release.id, { release, at });
  }

  expectGone(site: SiteName, { id }: ReleaseEntry, at: Instant): void {
    const known = this.gone.get(site) ?? new Map<ReleaseEntry['id'], Instant>();
    this.gone.set(site, known);
    known.set(id, Math.min(at, known.get(id) ?? at));
  }

  isGone(site: SiteName, patch: ReleaseEntry['id'], instant: Instant): boolean {
    return (this.gone.get(site)?.get(patch) ?? Number.POSITIVE_INFINITY) <= instant;
  }

  at(site: SiteName): readonly { readonly release: ReleaseEntry; readonly at: Instant }[] {
    return [...(this.bySite.get(site)?.values() ?? [])];
  }
}

/** What the sites of the rings before one say, at this moment and later. */
export interface RingsAhead {
  /** At the moment of the preview exactly what was read, and what can never go in; later, sites that are heard now go on to be heard, and have what is expected, and no more what is expected to go. */
  readonly reportsAt: (instant: Instant) => readonly SiteReport[];
  /** The next instant after this one at which one of them is expected to have something; null: none. */
  readonly nextAfter: (instant: Instant) => Instant | null;
}

/** Of what the sites before this ring said, no more is looked at than these releases. */
export function ringsAhead(
  ring: Ring['name'],
  fleet: { readonly rings: readonly Ring[]; readonly sites: readonly FleetSite[] },
  ground: {
    readonly now: Instant;
    readonly reports: ReadonlyMap<SiteName, SiteReport>;
    readonly releases: readonly ReleaseEntry[];
    readonly expected: ExpectedInstalls;
  },
): RingsAhead {
  const own = fleet.rings.findIndex(({ name }) => name === ring);
  if (own <= 0 || fleet.rings[own]?.gate == null) return { reportsAt: () => [], nextAfter: () => null };
  const ahead = new Set(fleet.rings.slice(0, own).map(({ name }) => name));
  const { now, expected } = ground;
  const ids = new Set(ground.releases.map(({ id }) => id));
  const said = fleet.sites
    .filter((site) => ahead.has(site.ring))
    .flatMap(({ name }) => ground.reports.get(name) ?? [])
    .map((report) => withNever(withOnly(report, ids), expected.neverAt(report.site)));
  // What a site would install at this very moment, others hear of right afterwards.
  const instants = said
    .flatMap(({ site }) => expected.at(site).map(({ at }) => Math.max(at, now + 1)))
    .sort((a, b) => a - b);
  const known = new Map<Instant, readonly SiteReport[]>([[now, said]]);
  return {
    reportsAt: (instant) => {
      const reports = known.get(instant) ?? said.map((report) => later(report, instant, { now, expected }));
      known.set(instant, reports);
      return reports;
    },
    nextAfter: (instant) => instants.find((at) => at > instant) ?? null,
  };
}

function withOnly(report: SiteReport, ids: ReadonlySet<string>): SiteReport {
  const { status } = report;
  const isAsked = ({ patch }: { readonly patch: string }): boolean => ids.has(patch);
  return {
    ...report,
    status: {
      ...status,
      installed: status.installed.filter(isAsked),
      failed: status.failed.filter(isAsked),
      waiting: status.waiting.filter(isAsked),
    },
  };
}

function withNever(report: SiteReport, never: readonly WaitingPatch[]): SiteReport {
  if (never.length === 0) return report;
  const { status } = report;
  const isOther = ({ patch }: WaitingPatch): boolean => !never.some((one) => one.patch === patch);
  return { ...report, status: { ...status, waiting: [...status.waiting.filter(isOther), ...never] } };
}

function later(
  report: SiteReport,
  instant: Instant,
  { now, expected }: { readonly now: Instant; readonly expected: ExpectedInstalls },
): SiteReport {
  const { status, site } = report;
  if (now - status.at > silentAfter || status.at > now) return report;
  const kept = status.installed.filter(({ patch }) => !expected.isGone(site, patch, instant));
  const has = new Set(status.installed.map(({ patch, releaseDigest }) => `${patch} ${releaseDigest}`));
  const added = expected
    .at(site)
    .filter(({ release, at }) => at <= instant && !has.has(`${release.id} ${release.digest}`))
    .map(({ release, at }) => ({ patch: release.id, releaseDigest: release.digest, since: at, proof: null }));
  return { ...report, status: { ...status, at: instant, installed: [...kept, ...added] } };
}
