import { Hono } from 'hono';
import { html } from 'hono/html';
import type { SiteName } from '../../base/names.ts';
import type { ServedPages } from '../page/listen-for-pages.ts';
import type { ServedSite } from '../served-site.ts';
import { openAgainst } from './against.ts';
import { addAssets } from '../page/assets.ts';
import type { PageEnv } from '../page/guard.ts';
import { guardRequests } from '../page/guard.ts';
import { openTurns } from '../page/in-turn.ts';
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
import { assets } from './assets.ts';
import { openSessions } from '../page/sessions.ts';
import type { SiteDesk, Reception } from './site-desk.ts';
import { visitorOf } from './visitor.ts';

/** Requests for pages that read much of a target; more are asked to come again. */
const mostWaiting = 10;

/** More than the longest form. */
const mostBytes = 32 * 1024;

/** The operator's pages, which follow their sites until they are closed. */
export interface Pages extends ServedPages {
  /** A request from within the process. */
  readonly request: Hono<PageEnv>['request'];
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
  const guarding = {
    ...options,
    ...{ mostBytes, otherHost: 'This page is not served under that name: see `page.hosts` in site.yaml.' },
    visitor: (token: Buffer) => visitorOf(token, options.users()),
  };
  for (const guard of guardRequests(guarding, sessions)) app.use(guard);
  app.onError((error, c) => {
    wrong(error);
    return c.text('The page failed; the log of the agent says more.\n', 500);
  });
  app.notFound((c) =>
    answerPage(c, reception, {
      ...{ title: 'Not found', content: html`<h1>There is no such page.</h1>`, status: 404 },
    }),
  );
  addAssets(app, assets);
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
