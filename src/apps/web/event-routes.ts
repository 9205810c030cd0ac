import type { Hono } from 'hono';
import { usualSteps } from '../../journal/usual-steps.ts';
import { unknownZone } from '../../reconcile/site-zone.ts';
import { enterSite } from './enter-site.ts';
import type { PageEnv } from '../page/guard.ts';
import { streamEvents } from './live-events.ts';
import type { Reception } from './site-desk.ts';
import { visitorOf } from './visitor.ts';

/** Pages that follow events at the same time, of one session and of all; the next one is drawn once and then stays as it is. */
const mostOfSession = 12;
const mostOfAll = 300;

/** What happens at a site, as it happens. */
export function addEvents(app: Hono<PageEnv>, reception: Reception): void {
  const { options, sessions } = reception;
  const open = new Map<string, number>();
  let all = 0;
  app.get('/sites/:site/events', async (c) => {
    // Nobody reads the answer to a HEAD: it would hold a place until the process ends.
    if (c.req.method !== 'GET') return c.body(null, 405);
    const id = c.get('signedIn')?.id;
    const entered = await enterSite(c, reception);
    if (entered instanceof Response || id === undefined) return c.text('You are signed out.\n', 401);
    const { outlook } = await entered.desk.look.now();
    const own = open.get(id) ?? 0;
    if (own >= mostOfSession || all >= mostOfAll) return c.text('Too many pages are open.\n', 503);
    open.set(id, own + 1);
    all += 1;
    const { name } = entered.desk.site;
    return streamEvents(c, entered.desk, {
      zone: outlook?.desired?.site.timezone ?? unknownZone,
      usual: outlook === null ? new Map() : usualSteps(outlook.view.journal),
      stays: () => {
        const session = sessions.find(id, false);
        return session !== null && visitorOf(session.token, options.users())?.roles.has(name) === true;
      },
      left: () => {
        all -= 1;
        const rest = (open.get(id) ?? 1) - 1;
        if (rest > 0) open.set(id, rest);
        else open.delete(id);
      },
    });
  });
}
