import { Hono } from 'hono';
import { html } from 'hono/html';
import type { SiteName } from '../../base/names.ts';
import type { ServedSite } from '../served-site.ts';
import { openAgainst } from './against.ts';
import { assets } from './assets.ts';
import type { PageEnv } from './guard.ts';
import { guardRequests } from './guard.ts';
import { openTurns } from './in-turn.ts';
import { openPatchDetails } from './patch-detail.ts';
import type { PageOptions } from './page-options.ts';
import type { SiteLook } from './site-look.ts';
import { openSiteLook } from './site-look.ts';
import { addActs } from './act-routes.ts';
import { addEvents } from './event-routes.ts';
import { addPatchPages } from './patch-routes.ts';
import { addSitePages } from './site-routes.ts';
import { addSignIn } from './sign-in.ts';
import { answerPage } from './answer-page.ts';
import { openSessions } from './sessions.ts';
import type { SiteDesk, Reception } from './site-desk.ts';

/** Requests for pages that read much of a target; more are asked to come again. */
const mostWaiting = 10;

/** What answers requests for pages. */
export interface Pages {
  readonly fetch: Hono<PageEnv>['fetch'];
  /** A request from within the process. */
  readonly request: Hono<PageEnv>['request'];
  /** Stops following the sites; then nothing is kept of them. */
  readonly close: () => void;
}

/** The operator's pages of these sites. They listen nowhere: see `listenForPages`. */
export function createPages(sites: readonly ServedSite[], options: PageOptions): Pages {
  const sessions = options.sessions ?? openSessions(options.clock);
  const app = new Hono<PageEnv>();
  const wrong = (error: unknown): void => {
    options.note({ kind: 'page-failed', error });
  };
  const desks = new Map<SiteName, SiteDesk>(
    sites.map((site) => [site.name, deskOf(site, openSiteLook(site, options.lookEvery ?? 3000, wrong))]),
  );
  const reception: Reception = { options, sessions, desks };
  for (const guard of guardRequests(options, sessions)) app.use(guard);
  app.onError((error, c) => {
    wrong(error);
    return c.text('The page failed; the log of the agent says more.\n', 500);
  });
  app.notFound((c) =>
    answerPage(c, reception, {
      ...{ title: 'Not found', content: html`<h1>There is no such page.</h1>`, status: 404 },
    }),
  );
  addAssets(app);
  addSignIn(app, reception);
  addSitePages(app, reception);
  addPatchPages(app, reception);
  addActs(app, reception);
  addEvents(app, reception);
  return {
    fetch: app.fetch,
    request: app.request,
    close: () => {
      for (const { look } of desks.values()) look.close();
    },
  };
}

function deskOf(site: ServedSite, look: SiteLook): SiteDesk {
  const inTurn = openTurns(mostWaiting);
  return { site, look, inTurn, readDetail: openPatchDetails(), readAgainst: openAgainst(inTurn) };
}

function addAssets(app: Hono<PageEnv>): void {
  for (const [path, { type, text }] of assets) {
    app.get(path, (c) =>
      c.body(text, 200, { 'Content-Type': type, 'Cache-Control': 'public, max-age=31536000, immutable' }),
    );
  }
}
