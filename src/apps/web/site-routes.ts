import type { Hono } from 'hono';
import { html } from 'hono/html';
import type { SiteName } from '../../base/names.ts';
import { countAsText } from '../../report/count-as-text.ts';
import { patchesAtSite } from '../../reconcile/patches-at-site.ts';
import { attemptRecord } from '../../reconcile/attempt-record.ts';
import type { PageContext, PageEnv } from '../page/guard.ts';
import { answerPage } from './answer-page.ts';
import { attemptPageHtml } from './attempt-page.ts';
import { answerSitePage, drawScene, enterSite, notHere } from './enter-site.ts';
import type { Html } from '../page/page-html.ts';
import { readFilter } from './patch-filter.ts';
import type { Reception, SiteDesk } from './site-desk.ts';
import type { Look } from './site-look.ts';
import { siteStateOf } from './site-state.ts';
import { standingOf } from './standing.ts';
import { sitePageHtml } from './site-page.ts';

/** The list of sites, a site, and an attempt. */
export function addSitePages(app: Hono<PageEnv>, reception: Reception): void {
  app.get('/', (c) => answerSites(c, reception));

  app.get('/sites/:site', async (c) => {
    const entered = await enterSite(c, reception);
    if (entered instanceof Response) return entered;
    const drawn = await drawScene(c, reception, entered);
    if (drawn instanceof Response) return drawn;
    const filter = readFilter((name) => c.req.query(name));
    const content = sitePageHtml(drawn.scene, filter);
    return answerSitePage(c, reception, drawn, { title: drawn.scene.site, trail: [], content, live: true });
  });

  app.get('/sites/:site/attempts/:attempt{[0-9]{1,9}}', async (c) => {
    const entered = await enterSite(c, reception);
    if (entered instanceof Response) return entered;
    const drawn = await drawScene(c, reception, entered);
    if (drawn instanceof Response) return drawn;
    const { site, setup, outlook } = drawn.scene;
    const number = Number(c.req.param('attempt'));
    const story = outlook.view.journal.attempts.get(number);
    if (story === undefined) return notHere(c, reception, 'There is no such attempt here.');
    const record = await attemptRecord(entered.desk.look.ports(), setup, story);
    const trail = [
      { text: story.patch, href: `/sites/${site}/patches/${story.patch}` },
      { text: `attempt ${number}`, href: `/sites/${site}/attempts/${number}` },
    ];
    const content = attemptPageHtml(drawn.scene, story, record);
    return answerSitePage(c, reception, drawn, { title: `Attempt ${number}`, trail, content, live: false });
  });
}

async function answerSites(c: PageContext, reception: Reception): Promise<Response> {
  const signedIn = c.get('signedIn');
  if (signedIn === null) return c.redirect('/sign-in', 303);
  const names = [...reception.desks.keys()].filter((name) => signedIn.visitor.roles.has(name));
  const [only] = names;
  if (names.length === 1) return c.redirect(`/sites/${only}`, 303);
  const content = html`<h1>Sites</h1>
    <ul class="sites">
      ${await Promise.all(names.map((name) => listedSiteHtml(name, reception.desks.get(name))))}
    </ul>`;
  return answerPage(c, reception, { title: 'Sites', content });
}

async function listedSiteHtml(name: SiteName, desk: SiteDesk | undefined): Promise<Html> {
  if (desk === undefined) return html``;
  const { mark, words } = siteStateOf(desk.site.now());
  return html`<li>
    <a href="/sites/${name}">${name}</a>
    <span class="state ${mark}">${words}</span>
    <span class="dim">${countsOf(await desk.look.now())}</span>
  </li>`;
}

/** How many patches want somebody, come by themselves, and are in. */
function countsOf({ outlook }: Look): string {
  if (outlook === null) return 'cannot be seen';
  const patches = patchesAtSite(outlook);
  const [wanting, coming] = (['wants-you', 'coming'] as const).map(
    (standing) => patches.filter((patch) => standingOf(patch) === standing).length,
  );
  const installed = patches.filter(({ state }) => state === 'installed').length;
  const edited = patches.filter(({ patch }) =>
    outlook.previews.get(patch)?.some(({ localEdit }) => localEdit),
  ).length;
  const edits =
    edited === 0
      ? ''
      : `; ${countAsText(edited, 'patch', 'patches')} would overwrite what was edited by hand here`;
  return `${wanting} waiting for somebody, ${coming} coming, ${installed} in${edits}`;
}
