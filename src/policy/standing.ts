import type { Instant } from '../base/instant.ts';
import type { PatchId, SiteName } from '../base/names.ts';
import type { ReleaseEntry } from '../desired/desired-state.ts';
import type { FailedPatch, InstalledPatch, SiteReport, Status, WaitingPatch } from '../status/status.ts';
import type { Supersession } from './supersession.ts';
import { successorsOf } from './supersession.ts';
import { localAsText } from './zoned-time.ts';

/** How far one release has come at one site, by what the site itself signed. */
export type Standing =
  | { readonly kind: 'installed'; readonly since: Instant }
  | { readonly kind: 'failed'; readonly since: Instant; readonly why: string }
  | { readonly kind: 'waiting'; readonly reason: string; readonly message: string }
  /** Silent, missing, unsigned, future-dated or inconsistent: never success. */
  | { readonly kind: 'unknown'; readonly why: string };

/** A standing, and the next instant at which it changes though nothing was heard; null: none. */
export interface DatedStanding {
  readonly standing: Standing;
  readonly changesAt: Instant | null;
}

export type Standings = (release: ReleaseEntry, site: SiteName) => DatedStanding;

/** A site says something once a day at least; past three days without a word it is silent. In milliseconds. */
export const silentAfter = 3 * 24 * 60 * 60 * 1000;

/**
 * Reads verified statuses into the standing of each of these releases at each site. A release that supersedes another and
 * was not recalled satisfies for it. Of two reports of one site the newer counts.
 */
export function readStandings(
  now: Instant,
  reports: readonly SiteReport[],
  asked: { releases: readonly ReleaseEntry[]; supersession: Supersession; recalled: ReadonlySet<PatchId> },
): Standings {
  const accepted = new Map<PatchId, readonly ReleaseEntry[]>();
  for (const release of asked.releases) {
    const others = successorsOf(release.id, asked.supersession).filter(({ id }) => !asked.recalled.has(id));
    accepted.set(release.id, [release, ...others]);
  }
  const wanted = new Set([...accepted.values()].flat().map(({ id }) => id));
  const views = viewsOf(now, reports, wanted);
  return (release, site) => standingOf(views.get(site), accepted.get(release.id) ?? [release]);
}

/** What of a site's status holds for every release; asked once, since gates ask for each release at each site. */
interface SiteView {
  readonly site: SiteName;
  readonly status: Status;
  /** Why nothing that the status says counts now; null: it counts, up to `changesAt`. */
  readonly unheard: Standing | null;
  readonly changesAt: Instant | null;
  readonly inconsistent: boolean;
  readonly installed: ReadonlyMap<PatchId, InstalledPatch>;
  readonly failed: ReadonlyMap<PatchId, FailedPatch>;
  readonly waiting: ReadonlyMap<PatchId, WaitingPatch>;
}

interface Views {
  readonly now: Instant;
  readonly wanted: string;
  readonly bySite: ReadonlyMap<SiteName, SiteView>;
}

/** Of each list of reports the last answer: plans for many sites ask the same of the same list, which nobody changes. */
const known = new WeakMap<readonly SiteReport[], Views>();

function viewsOf(now: Instant, reports: readonly SiteReport[], asked: ReadonlySet<PatchId>): Views['bySite'] {
  const wanted = [...asked].sort().join(' ');
  const last = known.get(reports);
  if (last?.now === now && last.wanted === wanted) return last.bySite;
  const bySite = new Map(newestReports(reports).map((report) => [report.site, viewOf(now, report, asked)]));
  known.set(reports, { now, wanted, bySite });
  return bySite;
}

function newestReports(reports: readonly SiteReport[]): readonly SiteReport[] {
  const newest = new Map<SiteName, SiteReport>();
  for (const report of reports) {
    const known = newest.get(report.site);
    if (known === undefined || isNewer(report, known)) newest.set(report.site, report);
  }
  return [...newest.values()];
}

function isNewer(a: SiteReport, b: SiteReport): boolean {
  return a.status.at === b.status.at ? a.commit > b.commit : a.status.at > b.status.at;
}

function viewOf(now: Instant, { site, status }: SiteReport, wanted: ReadonlySet<PatchId>): SiteView {
  return {
    site,
    status,
    ...hearing(now, status),
    inconsistent: status.conditions.some(({ type }) => type === 'Inconsistent'),
    installed: byPatch(status.installed, wanted),
    failed: byPatch(status.failed, wanted),
    waiting: byPatch(
      status.waiting.filter(({ action }) => action === 'install'),
      wanted,
    ),
  };
}

/** Whether a status is neither old nor from the future, and when that changes. */
function hearing(now: Instant, { at }: Status): Pick<SiteView, 'unheard' | 'changesAt'> {
  if (at > now) {
    return {
      unheard: unknown(`its status is dated in the future, ${localAsText(at, 'UTC')}`),
      changesAt: at,
    };
  }
  if (now - at > silentAfter) {
    return { unheard: unknown(`silent since ${localAsText(at, 'UTC')}`), changesAt: null };
  }
  return { unheard: null, changesAt: at + silentAfter + 1 };
}

function byPatch<T extends { readonly patch: PatchId }>(
  entries: readonly T[],
  wanted: ReadonlySet<PatchId>,
): ReadonlyMap<PatchId, T> {
  const found = new Map<PatchId, T>();
  for (const entry of entries) if (wanted.has(entry.patch)) found.set(entry.patch, entry);
  return found;
}

function standingOf(view: SiteView | undefined, accepted: readonly ReleaseEntry[]): DatedStanding {
  if (view === undefined) return silence;
  return { standing: view.unheard ?? standingSaid(view, accepted), changesAt: view.changesAt };
}

/** What a status that is neither old nor from the future says; `accepted`: the release, then what satisfies for it. */
function standingSaid(view: SiteView, accepted: readonly ReleaseEntry[]): Standing {
  const { status, site } = view;
  if (status.site !== site) return unknown(`its status speaks of ${status.site}`);
  const [release, ...successors] = accepted;
  const broken = release === undefined ? null : failureOf(release, view);
  if (view.inconsistent) return broken ?? unknown('inconsistent');
  const since = sinceOf(broken === null ? accepted : successors, view);
  if (since !== null) return { kind: 'installed', since };
  return broken ?? waitingOf(accepted, view);
}

/** Since when one of these releases has been installed, digest for digest; null: none is. */
function sinceOf(releases: readonly ReleaseEntry[], { installed, status }: SiteView): Instant | null {
  let first: Instant | null = null;
  for (const { id, digest } of releases) {
    const entry = installed.get(id);
    if (entry?.releaseDigest !== digest || entry.since > status.at) continue;
    if (first === null || entry.since < first) first = entry.since;
  }
  return first;
}

function failureOf({ id, digest }: ReleaseEntry, { failed, status }: SiteView): Standing | null {
  const entry = failed.get(id);
  if (entry?.releaseDigest === digest) {
    return { kind: 'failed', since: entry.since, why: `${entry.outcome}: ${entry.why}` };
  }
  const { attempted } = status;
  if (attempted?.patch !== id || attempted.releaseDigest !== digest) return null;
  if (attempted.outcome !== 'inconsistent') return null;
  return {
    kind: 'failed',
    since: attempted.endedAt ?? attempted.startedAt,
    why: 'left the site inconsistent',
  };
}

function waitingOf(accepted: readonly ReleaseEntry[], { waiting }: SiteView): Standing {
  for (const { id } of accepted) {
    const entry = waiting.get(id);
    if (entry !== undefined) return { kind: 'waiting', reason: entry.reason, message: entry.message };
  }
  return { kind: 'waiting', reason: 'NotSeen', message: 'It has not spoken of it yet.' };
}

function unknown(why: string): Standing {
  return { kind: 'unknown', why };
}

const silence: DatedStanding = { standing: unknown('no signed status'), changesAt: null };
