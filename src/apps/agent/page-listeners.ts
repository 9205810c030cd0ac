import { Failure } from '../../base/failure.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PageConfig } from '../page-schema.ts';
import type { ServedSite } from '../served-site.ts';
import { createPages } from '../web/create-pages.ts';
import type { ListeningPages } from '../page/listen-for-pages.ts';
import { listenForPages } from '../page/listen-for-pages.ts';
import type { PageUser } from '../web/page-options.ts';
import type { Sessions } from '../page/sessions.ts';
import { openSessions } from '../page/sessions.ts';
import type { Log } from './log.ts';
import { logPageNote } from './log-page-note.ts';

/** A site, and its page as its configuration has it now; null: it wants none. */
interface PagedSite {
  readonly site: ServedSite;
  readonly page: PageConfig | null;
}

/** Sites whose pages have one address. */
interface Group {
  readonly sites: readonly ServedSite[];
  readonly page: PageConfig;
  /** What the listener depends on, as a text; users are none of it. */
  readonly shape: string;
}

interface Open {
  readonly shape: string;
  /** Null: it could not listen, for this reason. */
  readonly pages: ListeningPages | null;
  readonly why: string | null;
}

/**
 * The operator's pages of the agent's sites: one listener for each address that their configurations name. An address that cannot be had is
 * said in the log and tried again; it never keeps a site from being reconciled.
 */
export class PageListeners {
  private readonly log: Log;
  private readonly clock: Clock;
  /** Of all pages together: who is signed in stays so when they are opened anew, also elsewhere. */
  private readonly sessions: Sessions;
  private readonly open = new Map<string, Open>();
  private users: readonly PageUser[] = [];
  private working: Promise<void> = Promise.resolve();

  constructor(log: Log, clock: Clock) {
    this.log = log;
    this.clock = clock;
    this.sessions = openSessions(clock);
  }

  /** Opens and closes what the configurations ask for now. Who may sign in counts from the next request on. */
  arrange(sites: readonly PagedSite[]): Promise<void> {
    this.users = sites.flatMap(({ site, page }) =>
      (page?.users ?? []).map((user) => ({ ...user, site: site.name })),
    );
    this.working = this.working.then(() => this.follow(groupsOf(sites)));
    return this.working;
  }

  async close(): Promise<void> {
    await this.arrange([]);
  }

  private async follow(groups: ReadonlyMap<string, Group>): Promise<void> {
    for (const [address, { shape, pages }] of this.open) {
      if (groups.get(address)?.shape === shape && pages !== null) continue;
      await pages?.close();
      if (!groups.has(address)) this.open.delete(address);
    }
    for (const [address, group] of groups) {
      const before = this.open.get(address);
      if (before?.shape === group.shape && before.pages !== null) continue;
      this.open.set(address, await this.listen(group, before?.why ?? null));
    }
  }

  private async listen({ sites, page, shape }: Group, said: string | null): Promise<Open> {
    const { log, clock, sessions } = this;
    const names = new Set(sites.map(({ name }) => name));
    const app = createPages(sites, {
      ...{ hosts: page.hosts, behindProxy: page.behindProxy, tls: page.tls !== null, clock, sessions },
      users: () => this.users.filter(({ site }) => names.has(site)),
      note: (note) => {
        logPageNote(log, note);
      },
    });
    try {
      const pages = await listenForPages(app, page);
      log.write('info', `operators are answered at ${pages.url}`, { event: 'page', url: pages.url });
      return { shape, pages, why: null };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (said !== error.message) log.write('error', error.message, { event: 'page', hint: error.hint });
      return { shape, pages: null, why: error.message };
    }
  }
}

/** By address. Of sites that share one, the first says how it listens. */
function groupsOf(sites: readonly PagedSite[]): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const { site, page } of sites) {
    if (page === null) continue;
    const address = `${page.host}:${page.port}`;
    const all = [...(groups.get(address)?.sites ?? []), site];
    const first = groups.get(address)?.page ?? page;
    const { hosts, tls, behindProxy } = first;
    const shape = JSON.stringify([all.map(({ name }) => name), hosts, tls, behindProxy]);
    groups.set(address, { sites: all, page: first, shape });
  }
  return groups;
}
