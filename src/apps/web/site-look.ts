import { Failure } from '../../base/failure.ts';
import type { Instant } from '../../base/instant.ts';
import type { SiteName } from '../../base/names.ts';
import type { Ports } from '../../ports/ports.ts';
import type { StatusTip } from '../../ports/repository.ts';
import type { Target } from '../../ports/target.ts';
import { askingNoHost } from '../../reconcile/asking-no-host.ts';
import type { Progress } from '../../reconcile/pass-event.ts';
import type { Outlook } from '../../reconcile/look-ahead.ts';
import { lookAhead } from '../../reconcile/look-ahead.ts';
import type { ServedSite, SiteEvent } from '../served-site.ts';

/** What the pages know of a site, and of which moment. */
export interface Look {
  /** Null: it could not be looked at since the start. */
  readonly outlook: Outlook | null;
  readonly at: Instant;
  /** Why the last look did not work; null: it did. */
  readonly fault: { readonly message: string; readonly hint: string } | null;
  /** Events of the site before the look began. */
  readonly version: number;
}

/** Looks at one site for all pages together. */
export interface SiteLook {
  /** What is known; looks anew where something has happened, but seldom, and one look at a time. */
  now(): Promise<Look>;
  /** What is known is not good enough for the next page: somebody has acted. */
  touch(): void;
  /** Events so far. */
  version(): number;
  /** How far the step under way has come; null: none is, or it does not tell. */
  progress(): Progress | null;
  /** Ports that read what the site holds, and ask no host what it could know already. */
  ports(): Ports;
  /** Stops following the site. */
  close(): void;
}

/** Without any event what is known is good for so long. */
const oldest = 60_000;

/** `every`: milliseconds between two looks that nobody waits for. */
export function openSiteLook(site: ServedSite, every: number, wrong: (error: unknown) => void): SiteLook {
  let known: Look | null = null;
  let looking: Promise<Look> | null = null;
  let progress: Progress | null = null;
  let [version, urgent, lookedAt] = [1, 1, Number.NEGATIVE_INFINITY];
  const statuses = new Map<string, readonly StatusTip[]>();
  const ports = (): Ports => quietPorts(site, statuses);
  const end = site.watch((event) => {
    if (event.kind === 'progress') {
      progress = event;
      return;
    }
    if (event.kind === 'journaled' || event.kind === 'pass-ended') progress = null;
    version += 1;
    if (!isTurn(event)) return;
    urgent = version;
    statuses.clear();
  });
  const isGood = (look: Look): boolean => {
    const age = performance.now() - lookedAt;
    return look.version >= urgent && age < oldest && (look.version === version || age < every);
  };
  const look = async (): Promise<Look> => {
    const began = version;
    const found = await lookOnce(ports(), site, wrong);
    lookedAt = performance.now();
    const outlook = found.outlook ?? known?.outlook ?? null;
    known = { outlook, fault: found.fault, at: site.ports.clock.now(), version: began };
    looking = null;
    return known;
  };
  const now = async (): Promise<Look> => {
    if (known !== null && isGood(known)) return known;
    if (looking !== null) {
      if (known !== null && known.version >= urgent) return known;
      const next = await looking;
      return next.version >= urgent ? next : now();
    }
    looking = look();
    return looking;
  };
  return {
    now,
    touch: () => {
      version += 1;
      urgent = version;
    },
    version: () => version,
    progress: () => progress,
    ports,
    close: end,
  };
}

/** What makes most of what is known untrue, and comes seldom. */
function isTurn(event: SiteEvent): boolean {
  return event.kind === 'pass-ended' || (event.kind === 'journaled' && event.fact.kind === 'started');
}

async function lookOnce(
  ports: Ports,
  site: ServedSite,
  wrong: (error: unknown) => void,
): Promise<Pick<Look, 'outlook' | 'fault'>> {
  try {
    return { outlook: await lookAhead(ports, site.setup), fault: null };
  } catch (error) {
    if (error instanceof Failure) {
      return { outlook: null, fault: { message: error.message, hint: error.hint } };
    }
    wrong(error);
    const hint = 'It is an error in patchfleet: the log of the agent says more.';
    return { outlook: null, fault: { message: 'The site could not be looked at.', hint } };
  }
}

/** The channel is the one that the site obeyed last, and other sites are asked for once a pass: passes ask the host, pages do not. */
function quietPorts({ ports, setup }: ServedSite, known: Map<string, readonly StatusTip[]>): Ports {
  const quiet = askingNoHost({ ...ports, target: lookingOnce(ports.target) }, setup);
  const readStatuses = async (sites: readonly SiteName[]): Promise<readonly StatusTip[]> => {
    const key = sites.join(' ');
    const tips = known.get(key) ?? (await ports.repository.readStatuses(sites));
    known.set(key, tips);
    return tips;
  };
  return { ...quiet, repository: { ...quiet.repository, readStatuses } };
}

/** Two that ask what the target is like at the same time are answered together. */
function lookingOnce(target: Target): Target {
  let looking: ReturnType<Target['look']> | null = null;
  return {
    ...target,
    look: () =>
      (looking ??= target.look().finally(() => {
        looking = null;
      })),
  };
}
