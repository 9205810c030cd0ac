import { failure } from '../../../base/failure.ts';
import type { FleetState } from '../../../desired/read-desired-state.ts';
import type { PatchProgress } from '../../../fleet/progress.ts';
import { computeProgress } from '../../../fleet/progress.ts';
import type { Standing } from '../../../policy/standing.ts';
import type { Repository } from '../../../ports/repository.ts';
import { lookAtSite } from '../../../reconcile/look-at-site.ts';
import type { Problem } from '../../../reconcile/pass-event.ts';
import { readChannel } from '../../../reconcile/read-channel.ts';
import type { UnknownReport } from '../../../status/read-site-report.ts';
import { readSiteReports } from '../../../status/read-site-reports.ts';
import type { SiteReport } from '../../../status/status.ts';
import { fleetAsText } from '../../../report/fleet-as-text.ts';
import type { Answer } from '../answer.ts';
import type { FleetOptions } from '../look-without-site.ts';
import { lookWithoutSite } from '../look-without-site.ts';
import type { SiteOptions } from '../open-site.ts';
import { openSite } from '../open-site.ts';
import type { Shell } from '../shell.ts';
import { textOrNull } from '../told-plan.ts';

/** Lists the fleet as the sites' signed statuses tell it. Exit code 2 where a site is inconsistent, 1 where one is unknown or failed. */
export async function getSites(shell: Shell, options: SiteOptions & FleetOptions): Promise<Answer> {
  if (options.repository !== undefined) return lookWithoutSite(shell, options, answerOf);
  const { ports, setup } = await openSite(shell, options);
  const { installed } = await lookAtSite(ports, setup);
  const { desired, problems } = await readChannel(ports, setup, installed);
  if (desired === null)
    throw failure('CHANNEL_UNSEEN', { channel: setup.channel, why: problems.map(({ message }) => message) });
  return answerOf(shell, ports.repository, desired, problems);
}

async function answerOf(
  shell: Shell,
  repository: Repository,
  desired: FleetState,
  problems: readonly Problem[],
): Promise<Answer> {
  shell.terminal.progress('Reading the statuses of the fleet …');
  const reports = await readReports(repository, desired, shell.now());
  const known = reports.filter((report): report is SiteReport => 'status' in report);
  const { fleet, releases, recalls } = desired;
  const progress = computeProgress({ now: shell.now(), fleet, releases, recalls, reports: known });
  const sites = desired.fleet.sites.map(({ name, ring, title }) =>
    toldSite({ name, ring, title }, reports, progress),
  );
  return {
    exit: exitOf(sites),
    text: fleetAsText({ sites: fleet.sites, progress, reports }, shell.terminal.paint),
    json: { kind: 'sites', channel: desired.channel.name, counter: desired.channel.counter, sites, problems },
  };
}

async function readReports(
  repository: Repository,
  { fleet }: Pick<FleetState, 'fleet'>,
  now: number,
): Promise<readonly (SiteReport | UnknownReport)[]> {
  const tips = await repository.readStatuses(fleet.sites.map(({ name }) => name));
  return readSiteReports(fleet.sites, tips, now);
}

interface ToldSite {
  readonly site: string;
  readonly title: string;
  readonly ring: string;
  readonly saidAt: string | null;
  readonly channelCounter: number | null;
  readonly unknown: string | null;
  readonly conditions: readonly string[];
  readonly patches: Readonly<Record<string, Standing>>;
}

function toldSite(
  { name, ring, title }: { readonly name: string; readonly ring: string; readonly title: string },
  reports: readonly (SiteReport | UnknownReport)[],
  progress: readonly PatchProgress[],
): ToldSite {
  const report = reports.find(({ site }) => site === name);
  const status = report !== undefined && 'status' in report ? report.status : null;
  return {
    site: name,
    title,
    ring,
    saidAt: textOrNull(status?.at ?? null),
    channelCounter: status?.observed?.counter ?? null,
    unknown: report !== undefined && 'unknown' in report ? report.unknown : null,
    conditions: (status?.conditions ?? []).map(({ type }) => type),
    patches: Object.fromEntries(progress.flatMap((patch) => standingEntry(patch, name))),
  };
}

function standingEntry({ release, rings }: PatchProgress, site: string): [string, Standing][] {
  const found = rings.flatMap(({ sites }) => sites).find((one) => one.site === site);
  return found === undefined ? [] : [[release.id, found.standing]];
}

function exitOf(sites: readonly ToldSite[]): 0 | 1 | 2 {
  if (sites.some(({ conditions }) => conditions.includes('Inconsistent'))) return 2;
  const standings = sites.flatMap(({ patches }) => Object.values(patches));
  const settled = standings.every(({ kind }) => kind === 'installed');
  return settled && sites.every(({ unknown }) => unknown === null) ? 0 : 1;
}
