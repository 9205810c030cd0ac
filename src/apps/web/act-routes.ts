import type { Hono } from 'hono';
import { html } from 'hono/html';
import type { SiteName } from '../../base/names.ts';
import { isPatchId } from '../../base/names.ts';
import type { PageContext } from './answer-page.ts';
import { answerPage, fleetTrail } from './answer-page.ts';
import type { Entered } from './enter-site.ts';
import { drawScene, enterSite } from './enter-site.ts';
import type { PageEnv } from './guard.ts';
import type { FormFields } from './read-act.ts';
import { readForm } from './read-form.ts';
import { recordAct } from './record-act.ts';
import type { Notice } from './sessions.ts';
import { giveNotice } from './sessions.ts';
import type { Reception } from './site-desk.ts';

/** What operators do: a form, then the page that shows what came of it. */
export function addActs(app: Hono<PageEnv>, reception: Reception): void {
  app.post('/sites/:site/acts', async (c) => {
    const entered = await enterSite(c, reception);
    if (entered instanceof Response) return entered;
    const fields = await readForm(c);
    const refusal = refusalOf(entered, fields);
    if (refusal !== null) return refuse(c, reception, refusal);
    const { site, look } = entered.desk;
    const say = (notice: Notice): void => {
      const text = reception.desks.size > 1 ? `${site.name}: ${notice.text}` : notice.text;
      giveNotice(entered.session, { ...notice, text });
    };
    if (fields['kind'] === 'wake') {
      site.wake();
      say({ kind: 'good', text: 'The site looks for news now.', hint: '' });
    } else {
      // A tick is held against what the patch would do now, not when the page was drawn.
      if (fields['seen'] !== undefined) look.touch();
      const drawn = await drawScene(c, reception, entered);
      if (drawn instanceof Response) return drawn;
      const later = (notice: Notice): void => {
        look.touch();
        say(notice);
      };
      const { note } = reception.options;
      say(await recordAct(site, drawn.scene, fields, { note, later }));
      look.touch();
    }
    return c.redirect(placeAfter(site.name, fields), 303);
  });
}

interface Refusal {
  readonly status: 403 | 409;
  readonly text: string;
}

/** A form of another session, one that was sent before, and one of a viewer do nothing. */
function refusalOf({ session, role }: Entered, { form = '' }: FormFields): Refusal | null {
  switch (session.forms.spend(form)) {
    case 'wrong':
      return { status: 403, text: 'That form is not of your session: load the page again.' };
    case 'spent':
      return {
        status: 409,
        text: 'That form was sent already, or is very old. Nothing was recorded now: load the page again.',
      };
    case 'good':
      return role === 'operator' ? null : { status: 403, text: 'A viewer looks; operators act.' };
  }
}

function refuse(c: PageContext, reception: Reception, { status, text }: Refusal): Promise<Response> {
  reception.options.note({ kind: 'request-refused', why: text });
  return answerPage(
    c,
    reception,
    'Refused',
    fleetTrail,
    html`<h1>Refused</h1>
      <p>${text}</p>`,
    status,
  );
}

/** The page of the patch that the form was about, or of the site. */
function placeAfter(site: SiteName, { patch = '' }: FormFields): string {
  return isPatchId(patch) ? `/sites/${site}/patches/${patch}` : `/sites/${site}`;
}
