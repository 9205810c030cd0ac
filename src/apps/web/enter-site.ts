import { html } from 'hono/html';
import type { SiteName } from '../../base/names.ts';
import { readOperatorActs } from '../../plan/read-operator-acts.ts';
import { unknownZone } from '../../reconcile/site-zone.ts';
import type { Role } from '../page-schema.ts';
import type { PageContext, Visitor } from '../page/guard.ts';
import { answerPage, fleetTrail } from './answer-page.ts';
import { signInFor } from './own-path.ts';
import { isUnattended } from '../page/guard.ts';
import type { Html } from '../page/page-html.ts';
import type { Scene } from './scene.ts';
import type { Session } from '../page/sessions.ts';
import type { Reception, SiteDesk } from './site-desk.ts';
import type { Look } from './site-look.ts';

/** A site that somebody may see, and who that is. */
export interface Entered {
  readonly desk: SiteDesk;
  readonly visitor: Visitor;
  readonly session: Session;
  readonly role: Role;
}

/** Lets in who is signed in and has a role at the site that the path names; others get the answer that comes back. */
export async function enterSite(c: PageContext, reception: Reception): Promise<Entered | Response> {
  const signedIn = c.get('signedIn');
  if (signedIn === null) {
    const { pathname, search } = new URL(c.req.url);
    if (c.req.method === 'GET') return c.redirect(signInFor(`${pathname}${search}`), 303);
    return c.text('You are signed out.\n', 401);
  }
  const name = c.req.param('site') as SiteName;
  const desk = reception.desks.get(name);
  const role = signedIn.visitor.roles.get(name);
  if (desk === undefined || role === undefined) return notHere(c, reception, 'There is no such site here.');
  return { desk, role, visitor: signedIn.visitor, session: signedIn.session };
}

/** A page that is not there. */
export function notHere(c: PageContext, reception: Reception, text: string): Promise<Response> {
  return answerPage(c, reception, { title: 'Not found', content: html`<h1>${text}</h1>`, status: 404 });
}

/** What the pages of a site are drawn from; null: the site could not be looked at yet, and the answer says why. */
export async function drawScene(
  c: PageContext,
  reception: Reception,
  { desk, visitor, session, role }: Entered,
): Promise<{ readonly scene: Scene; readonly look: Look } | Response> {
  const look = await desk.look.now();
  const { outlook, fault } = look;
  if (outlook === null) return notSeen(c, reception, fault);
  const { site } = desk;
  const scene: Scene = {
    ...{ site: site.name, setup: site.setup, outlook, fault, activity: site.now() },
    progress: desk.look.progress(),
    acts: readOperatorActs(outlook.view.journal, site.setup),
    zone: outlook.desired?.site.timezone ?? unknownZone,
    now: site.ports.clock.now(),
    ...{ who: visitor.name, role, formToken: session.forms.issue(), typed: takeTyped(c, session) },
  };
  return { scene, look };
}

/** Somebody sees it now; what a page fetches by itself does not count. */
function takeTyped(c: PageContext, session: Session): Scene['typed'] {
  const { refused } = session;
  if (refused?.path !== c.req.path || isUnattended(c)) return null;
  session.refused = null;
  return refused.fields;
}

function notSeen(c: PageContext, reception: Reception, fault: Look['fault']): Promise<Response> {
  const { message, hint } = fault ?? { message: 'The site was not looked at yet.', hint: '' };
  const content = html`<h1>The site cannot be seen</h1>
    <p class="notice bad">${message}</p>
    <p class="dim">${hint}</p>`;
  return answerPage(c, reception, { title: 'Not seen', content, status: 503 });
}

/** Answers with a page of a site; `live`: it follows the site's events. */
export function answerSitePage(
  c: PageContext,
  reception: Reception,
  { scene, look }: { readonly scene: Scene; readonly look: Look },
  { title, trail, content, live }: SitePage,
): Promise<Response> {
  const { site, formToken, role } = scene;
  return answerPage(c, reception, {
    ...{ title, content, formToken, role },
    trail: [...fleetTrail, { text: site, href: `/sites/${site}` }, ...trail],
    live: live ? { events: `/sites/${site}/events`, version: look.version } : null,
  });
}

interface SitePage {
  readonly title: string;
  readonly trail: readonly { readonly text: string; readonly href: string }[];
  readonly content: Html;
  readonly live: boolean;
}
