import type { Hono } from 'hono';
import { html } from 'hono/html';
import { shortMomentHtml } from '../page/times.ts';
import type { PageEnv } from '../page/guard.ts';
import type { Html } from '../page/page-html.ts';
import { giveNotice } from '../page/sessions.ts';
import { answerStudio, draftTitle } from './answer-studio.ts';
import type { Draft } from './draft.ts';
import { enterDraft, enterStudio, readOwnForm } from './enter-draft.ts';
import type { StudioDesk, StudioReception } from './studio-desk.ts';

/** The first page: what is being made, and a new one. */
export function addDrafts(app: Hono<PageEnv>, reception: StudioReception): void {
  const { desk } = reception;
  app.get('/', (c) => {
    const session = enterStudio(c);
    if (session instanceof Response) return session;
    const formToken = session.forms.issue();
    return answerStudio(c, reception, { title: 'Patches', formToken, content: draftsHtml(desk, formToken) });
  });
  app.post('/drafts', async (c) => {
    const session = enterStudio(c);
    if (session instanceof Response) return session;
    const form = await readOwnForm(c, reception, session, true);
    if (form instanceof Response) return form;
    return c.redirect(`/drafts/${desk.drafts.begin().id}/documents`, 303);
  });
  app.post('/drafts/:draft/drop', async (c) => {
    const entered = await enterDraft(c, reception);
    if (entered instanceof Response) return entered;
    const form = await readOwnForm(c, reception, entered.session, true);
    if (form instanceof Response) return form;
    desk.drafts.drop(entered.draft.id);
    giveNotice(entered.session, {
      kind: 'good',
      text: `${draftTitle(entered.draft)} was thrown away.`,
      hint: '',
    });
    return c.redirect('/', 303);
  });
}

function draftsHtml(desk: StudioDesk, formToken: string): Html {
  const drafts = desk.drafts.list();
  return html`<h1>Patches in the making <span class="title">${desk.top}</span></h1>
    <form method="post" action="/drafts" class="go-on">
      <input type="hidden" name="form" value="${formToken}" />
      <button type="submit">Begin a patch</button>
      <span class="dim">from ${desk.source.title}</span>
    </form>
    ${drafts.length === 0 ? html`<p class="empty">None is begun.</p>` : tableHtml(desk, drafts, formToken)}`;
}

function tableHtml({ zone }: StudioDesk, drafts: readonly Draft[], formToken: string): Html {
  return html`<table class="drafts">
    <thead>
      <tr>
        <th scope="col">Patch</th>
        <th scope="col">Documents</th>
        <th scope="col">Changed <span class="dim">${zone}</span></th>
        <th scope="col">Branch</th>
        <th scope="col"></th>
      </tr>
    </thead>
    <tbody>
      ${drafts.map((draft) => {
        const { id, picks, changedAt, committed, fields } = draft;
        return html`<tr>
          <th scope="row">
            <a href="/drafts/${id}/documents">${draftTitle(draft)}</a>
            <span class="title">${fields['title'] ?? ''}</span>
          </th>
          <td>${picks.length}</td>
          <td>${shortMomentHtml(changedAt, zone)}</td>
          <td>${committed === null ? '' : html`<code>${committed.branch}</code>`}</td>
          <td>
            <form method="post" action="/drafts/${id}/drop">
              <input type="hidden" name="form" value="${formToken}" />
              <button type="submit" class="quiet">
                Throw away<span class="hidden"> ${draftTitle(draft)}</span>
              </button>
            </form>
          </td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}
