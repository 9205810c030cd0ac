import { failure } from '../../base/failure.ts';
import type { ServedSite } from '../served-site.ts';
import { readHealth } from './health.ts';
import type { Health } from './health.ts';
import type { Log } from './log.ts';
import { openLookout } from './lookout.ts';
import type { LoopMachine } from './loop-machine.ts';
import type { Metrics } from './metrics.ts';
import { openMetrics } from './metrics.ts';
import { ownApp } from './own-app.ts';
import { PageListeners } from './page-listeners.ts';
import type { Address, Listener } from './serve.ts';
import { serve } from './serve.ts';
import type { RunnerGround } from './site-runner.ts';
import { SiteRunner, stackOf } from './site-runner.ts';
import type { ServiceManager } from './systemd.ts';
import { watchFiles } from './watch-files.ts';

interface AgentWish {
  /** Paths of the sites' configurations. */
  readonly configs: readonly string[];
  /** Where monitors ask; null: nowhere. */
  readonly listen: Address | null;
  /** Milliseconds that an attempt under way gets to end. */
  readonly stopWithin: number;
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly machine: LoopMachine;
  readonly log: Log;
  readonly manager: ServiceManager;
}

/** The agent while it runs. */
export interface Agent {
  readonly sites: () => readonly ServedSite[];
  readonly url: string | null;
  readonly health: () => Health;
  /** Reads every configuration anew, and has every site look at once. */
  readonly hint: () => void;
  /** Ends every site; settles when all have ended, or were cut. */
  readonly stop: () => Promise<void>;
}

/** Files are looked at this often besides, for where the system does not tell of changes. */
const lookAgain = 5_000;

/**
 * Starts all sites. Failure LISTENER_FAILED; that of the first configuration where none can be used: while one can, the others are looked
 * at again until they can too.
 */
export async function runAgent(wish: AgentWish): Promise<Agent> {
  const { log, manager, machine } = wish;
  const metrics = openMetrics(wish.version);
  const bug = (error: unknown): void => {
    log.write('fatal', `a bug in patchfleet: ${stackOf(error)}`, { event: 'bug' });
  };
  const runners: SiteRunner[] = [];
  for (const path of wish.configs) runners.push(new SiteRunner(path, groundOf(wish, metrics, runners)));
  const health = (): Health => readHealth(runners.map((runner) => runner.pulse()));
  const listener = wish.listen === null ? null : await serve(wish.listen, ownApp(health, metrics));
  const pages = new PageListeners(log, { now: () => machine.moment().wall });
  await startSites(runners, listener);
  await arrangePages(pages, runners);
  const lookout = keepLooking(runners, pages, { manager, health, bug });
  if (listener !== null)
    log.write('info', `monitors are answered at ${listener.url}`, { event: 'listening' });
  await manager.ready(`${runners.length} sites`);
  return {
    url: listener?.url ?? null,
    health,
    sites: () => runners.flatMap(({ loop }) => loop ?? []),
    hint: () => {
      for (const runner of runners)
        void runner
          .reread(true)
          .then(() => runner.loop?.wake())
          .catch(bug);
    },
    stop: async () => {
      await Promise.all([manager.stopping(), lookout.close()]);
      await pages.close();
      await Promise.all(runners.map((runner) => stopSite(runner, wish)));
      await listener?.close();
    },
  };
}

function groundOf(wish: AgentWish, metrics: Metrics, runners: readonly SiteRunner[]): RunnerGround {
  const { env, machine, log } = wish;
  return {
    ...{ env, machine, log },
    mayBegin: (config, path) => {
      for (const other of runners) other.assertNotSame(config, path);
    },
    begun: (loop, config, path) => {
      metrics.watch(loop);
      log.write('info', 'the site is looked after', { site: config.site, event: 'begun', file: path });
    },
  };
}

async function startSites(runners: readonly SiteRunner[], listener: Listener | null): Promise<void> {
  await rereadAll(runners);
  if (runners.some(({ loop }) => loop !== null)) return;
  await listener?.close();
  const [refusal] = runners.flatMap((runner) => runner.refusal ?? []);
  throw refusal ?? failure('ARGUMENT_MISSING', { what: 'configuration', where: '--config FILE' });
}

/** One after the other, so that of two that name the same site the first begins. */
async function rereadAll(runners: readonly SiteRunner[]): Promise<void> {
  for (const runner of runners) await runner.reread();
}

function arrangePages(pages: PageListeners, runners: readonly SiteRunner[]): Promise<void> {
  return pages.arrange(runners.flatMap(({ loop, page }) => (loop === null ? [] : { site: loop, page })));
}

interface Watched {
  readonly manager: ServiceManager;
  readonly health: () => Health;
  readonly bug: (error: unknown) => void;
}

/** Looks at configurations and hints when they change, and from time to time; tells the service manager that all loops live. */
function keepLooking(
  runners: readonly SiteRunner[],
  pages: PageListeners,
  { manager, health, bug }: Watched,
): { readonly close: () => Promise<void> } {
  const files = (): readonly string[] => runners.flatMap(({ path, hintFile }) => [path, hintFile ?? path]);
  const lookout = openLookout(async () => {
    for (const runner of runners) runner.lookAtHint();
    await rereadAll(runners);
    await arrangePages(pages, runners);
    watcher.add(files());
  }, bug);
  const look = (): void => {
    lookout.look();
  };
  const watcher = watchFiles(look);
  watcher.add(files());
  const timers = [setInterval(look, lookAgain)];
  if (manager.watchdog !== null)
    timers.push(setInterval(() => void (health().alive && manager.alive()), manager.watchdog));
  return {
    close: async () => {
      for (const timer of timers) clearInterval(timer);
      await watcher.close();
      await lookout.close();
    },
  };
}

async function stopSite({ loop }: SiteRunner, { stopWithin, log }: AgentWish): Promise<void> {
  if (loop === null) return;
  const how = await loop.stop(stopWithin);
  const fields = { site: loop.name, event: 'stopped', how };
  switch (how) {
    case 'ended':
      log.write('info', 'the site has been left in order', fields);
      return;
    case 'pass-cut':
      log.write(
        'warn',
        'a pass was cut short; what it owes (a production to be started) is done by the next start',
        fields,
      );
      return;
    case 'cut':
      log.write('warn', 'an attempt was cut short; the next start settles it', fields);
  }
}
