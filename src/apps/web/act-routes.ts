import type { Hono } from 'hono';
import { html } from 'hono/html';
import type { SiteName } from '../../base/names.ts';
import { isPatchId } from '../../base/names.ts';
import type { PageContext, PageEnv } from '../page/guard.ts';
import { answerPage } from './answer-page.ts';
import type { Entered } from './enter-site.ts';
import { drawScene, enterSite } from './enter-site.ts';
import type { FormFields } from '../page/form-fields.ts';
import { readForm } from '../page/read-form.ts';
import { recordAct } from './record-act.ts';
import { ownPath } from './own-path.ts';
import type { Notice } from '../page/sessions.ts';
import { giveNotice } from '../page/sessions.ts';
import { signInPageHtml } from './sign-in-page.ts';
import type { Reception } from './site-desk.ts';

/** What operators do: a form, then the page that shows what came of it. */
export function addActs(app: Hono<PageEnv>, reception: Reception): void {
  app.post('/sites/:site/acts', async (c) => {
    const fields = await readForm(c);
    if (c.get('signedIn') === null) return answerSignedOut(c, reception, fields);
    const entered = await enterSite(c, reception);
    if (entered instanceof Response) return entered;
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
      const outcome = await recordAct({ site, scene: drawn.scene }, fields, { note, later });
      say(outcome);
      look.touch();
      if (outcome.kind === 'bad') {
        const path = pageOf(site.name, fields);
        entered.session.refused = { path, fields };
        return c.redirect(path, 303);
      }
    }
    return c.redirect(placeAfter(site.name, fields), 303);
  });
}

/** A session ended while somebody was typing: what he wrote is given back to him. */
function answerSignedOut(c: PageContext, reception: Reception, fields: FormFields): Promise<Response> {
  const to = ownPath(pageOf((c.req.param('site') ?? '') as SiteName, fields));
  const why = 'You were signed out before that was sent: nothing was recorded.';
  const written = [fields['why'], fields['documents']].filter((text) => text !== undefined && text !== '');
  const content = html`${signInPageHtml({ to, why, fromElsewhere: false })}
  ${
    written.length === 0
      ? ''
      : html`<div class="sign-in">
          <p>You had written:</p>
          <pre>${written.join('\n')}</pre>
        </div>`
  }`;
  return answerPage(c, reception, { title: 'Signed out', content, status: 401 });
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
  const content = html`<h1>Refused</h1>
    <p>${text}</p>`;
  return answerPage(c, reception, { title: 'Refused', content, status });
}

/** The page that has the form. */
function pageOf(site: SiteName, fields: FormFields): string {
  const place = placeAfter(site, fields);
  return fields['kind'] === 'remove' && isPatchId(fields['patch'] ?? '') ? `${place}/removal` : place;
}

/** The page of the patch that the form was about, or of the site. */
function placeAfter(site: SiteName, { patch = '' }: FormFields): string {
  return isPatchId(patch) ? `/sites/${site}/patches/${patch}` : `/sites/${site}`;
}
