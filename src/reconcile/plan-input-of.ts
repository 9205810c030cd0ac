import { Failure } from '../base/failure.ts';
import type { PatchId, SiteName } from '../base/names.ts';
import type { DesiredState } from '../desired/desired-state.ts';
import type { Claims } from '../plan/claims.ts';
import { readClaims } from '../plan/claims.ts';
import type { Blocker } from '../plan/plan.ts';
import type { PlanInput } from '../plan/plan-input.ts';
import { readOperatorActs } from '../plan/read-operator-acts.ts';
import { usualDuration } from '../plan/usual-duration.ts';
import { selectsSite } from '../policy/selection.ts';
import type { Ports } from '../ports/ports.ts';
import { readSiteReports } from '../status/read-site-reports.ts';
import type { SiteReport } from '../status/status.ts';
import type { SiteView } from './look-at-site.ts';
import { suspensionToCome } from './lost-state.ts';
import type { SiteSetup } from './site-setup.ts';

/** What only the kits told: found while a pass looks into them one by one. */
interface KitFindings {
  readonly obstacles: ReadonlyMap<PatchId, Blocker>;
  /** Public key that signed a release. */
  readonly signers: ReadonlyMap<PatchId, string>;
  /** What came of looking into releases that are to stand in for others. */
  readonly claims: Claims;
}

export const noFindings: KitFindings = { obstacles: new Map(), signers: new Map(), claims: new Map() };

/** Gathers what a plan is computed from; of other sites it fetches only the statuses that a gate asks for. */
export async function planInput(
  { ports, setup }: { readonly ports: Ports; readonly setup: SiteSetup },
  { view, desired }: { readonly view: SiteView; readonly desired: DesiredState },
  found: KitFindings,
): Promise<PlanInput> {
  const now = ports.clock.now();
  const acts = readOperatorActs(view.journal, setup);
  return {
    now,
    desired,
    installed: view.installed,
    facts: view.facts,
    acts: { ...acts, suspended: acts.suspended ?? suspensionToCome(view, now) },
    reports: await readReports(ports, { view, desired }, now),
    usualDuration: usualDuration(view.journal),
    obstacles: found.obstacles,
    signers: found.signers,
    claims: new Map([
      ...readClaims(desired.releases, view.journal.checked, {
        trust: setup.trust,
        installed: view.installed,
      }),
      ...found.claims,
    ]),
  };
}

/** Statuses of the sites that stand before this one in a gate. A host that does not answer leaves them unknown. */
async function readReports(
  { repository }: Pick<Ports, 'repository'>,
  { view, desired }: { readonly view: SiteView; readonly desired: DesiredState },
  now: number,
): Promise<readonly SiteReport[]> {
  const wanted = sitesAhead(desired, view);
  if (wanted.length === 0) return [];
  try {
    const sites = desired.fleet.sites.filter(({ name }) => wanted.includes(name));
    const reports = readSiteReports(sites, await repository.readStatuses(wanted), now);
    return reports.filter((report) => 'status' in report);
  } catch (error) {
    if (error instanceof Failure) return [];
    throw error;
  }
}

/** The sites of the rings before this site's own, if anything that is not installed here yet has to pass its gate. */
function sitesAhead({ fleet, site, releases }: DesiredState, { installed }: SiteView): readonly SiteName[] {
  const own = fleet.rings.findIndex(({ name }) => name === site.ring);
  if (own <= 0 || fleet.rings[own]?.gate == null) return [];
  const open = releases.filter(
    (release) => selectsSite(release.sites, site) && installed.patches.get(release.id)?.state !== 'installed',
  );
  const ahead = new Set(fleet.rings.slice(0, own).map(({ name }) => name));
  const waitsFor = (name: SiteName): boolean =>
    fleet.sites.some(
      (other) =>
        other.name === name &&
        ahead.has(other.ring) &&
        open.some((release) => selectsSite(release.sites, other)),
    );
  return fleet.sites.map(({ name }) => name).filter(waitsFor);
}
