import type { Hono } from 'hono';
import type { PageEnv } from '../page/guard.ts';
import { answerStudio } from './answer-studio.ts';
import { changesPageHtml } from './changes-page.ts';
import { filterDocuments, queryOf, readDocumentFilter } from './document-filter.ts';
import { documentsPageHtml } from './documents-page.ts';
import type { Draft } from './draft.ts';
import { foldPicks } from './draft.ts';
import type { SourceListing } from './document-source.ts';
import { enterDraft, readOwnForm } from './enter-draft.ts';
import type { StudioReception } from './studio-desk.ts';

/** Picking documents, and seeing what they change. */
export function addPicking(app: Hono<PageEnv>, reception: StudioReception): void {
  const { desk } = reception;
  app.get('/drafts/:draft/documents', async (c) => {
    const entered = await enterDraft(c, reception);
    if (entered instanceof Response) return entered;
    const { draft, session } = entered;
    const [formToken, listing, released] = [
      session.forms.issue(),
      await desk.source.list(),
      await desk.released(),
    ];
    const filter = readDocumentFilter((name) => c.req.query(name));
    const scene = { draft, filter, listing, released, zone: desk.zone, title: desk.source.title, formToken };
    const content = documentsPageHtml(scene);
    return answerStudio(c, reception, { title: 'Documents', draft, step: 'documents', formToken, content });
  });

  app.post('/drafts/:draft/documents', async (c) => {
    const entered = await enterDraft(c, reception);
    if (entered instanceof Response) return entered;
    const { draft, session } = entered;
    const form = await readOwnForm(c, reception, session);
    if (form instanceof Response) return form;
    const listing = await desk.source.list();
    desk.drafts.keep(pickedBy(draft, form, listing, desk.zone));
    const back = queryOf(filterIn(form));
    return c.redirect(
      `/drafts/${draft.id}/${form.get('act') === 'go-on' ? 'changes' : `documents${back}`}`,
      303,
    );
  });

  app.get('/drafts/:draft/changes', async (c) => {
    const entered = await enterDraft(c, reception);
    if (entered instanceof Response) return entered;
    const { draft, session } = entered;
    const { documents } = await desk.source.list();
    const picks = new Set(draft.picks);
    const picked = documents.filter(({ key }) => picks.has(key));
    const [from, only] = [numberIn(c.req.query('from')) ?? 0, numberIn(c.req.query('only'))];
    const shown = await reception.inTurn(() => changesPageHtml(desk, picked, { from, only }));
    if (shown === null) return c.text('Too many pages are being made: try again in a moment.\n', 503);
    const formToken = session.forms.issue();
    return answerStudio(c, reception, {
      title: 'Changes',
      draft,
      step: 'changes',
      formToken,
      content: shown,
    });
  });
}

/** Only documents that the source has can be picked. */
function pickedBy(draft: Draft, form: URLSearchParams, { documents }: SourceListing, zone: string): Draft {
  const known = new Set(documents.map(({ key }) => key));
  const isKnown = (key: string): boolean => known.has(key);
  const [shown, ticked] = [form.getAll('shown').filter(isKnown), form.getAll('tick').filter(isKnown)];
  const act = form.get('act');
  if (act !== 'all' && act !== 'none') return foldPicks(draft, { shown, ticked });
  const found = filterDocuments(documents, filterIn(form), { picks: new Set(draft.picks), zone }).map(
    ({ key }) => key,
  );
  return foldPicks(draft, { shown: found, ticked: act === 'all' ? found : [] });
}

function filterIn(form: URLSearchParams): ReturnType<typeof readDocumentFilter> {
  const query = new URLSearchParams(form.get('back') ?? '');
  return readDocumentFilter((name) => query.get(name) ?? undefined);
}

function numberIn(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : null;
}
