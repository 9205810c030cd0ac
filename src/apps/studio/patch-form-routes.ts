import type { Hono } from 'hono';
import { kindOf } from '../../document/document-name.ts';
import { localDate } from '../../policy/zoned-time.ts';
import { entryPointsOf } from '../../kit/legacy/entry-points.ts';
import type { PageEnv } from '../page/guard.ts';
import { headersOfNotes, notesDocument } from '../page/notes.ts';
import { withoutSecrets } from '../page/without-secrets.ts';

import { answerStudio } from './answer-studio.ts';
import { readMonth } from './calendar.ts';
import type { CheckedDraft } from './check-draft.ts';
import type { Draft } from './draft.ts';
import { foldFields } from './draft.ts';
import { checkedDraft } from './checked-draft.ts';
import { enterDraft, readOwnForm } from './enter-draft.ts';
import { isPatchField, notesFileOf } from './patch-fields.ts';
import { patchFormHtml } from './patch-form.ts';
import type { PolicyPlace } from './policy-fields.ts';
import { isPolicyField } from './policy-fields.ts';
import { policyPageHtml } from './policy-page.ts';
import type { StudioDesk, StudioReception } from './studio-desk.ts';

/** What is said of the patch, and when it goes in. Whatever was typed is kept, right or wrong. */
export function addPatchForms(app: Hono<PageEnv>, reception: StudioReception): void {
  addPatchForm(app, reception);
  addPolicyForm(app, reception);
}

function addPatchForm(app: Hono<PageEnv>, reception: StudioReception): void {
  const { desk } = reception;
  app.get('/drafts/:draft/patch', async (c) => {
    const entered = await enterDraft(c, reception);
    if (entered instanceof Response) return entered;
    const { draft, session } = entered;
    const checked = await checkedIfTyped(reception, draft, 'id');
    const [formToken, runs, before] = [
      session.forms.issue(),
      await runsOf(desk, draft),
      await releasesWith(desk, draft),
    ];
    const content = patchFormHtml({ draft, checked, runs, before, formToken });
    return answerStudio(c, reception, { title: 'Patch', draft, step: 'patch', formToken, content });
  });
  app.post('/drafts/:draft/patch', async (c) => {
    const entered = await enterDraft(c, reception);
    if (entered instanceof Response) return entered;
    const form = await readOwnForm(c, reception, entered.session);
    if (form instanceof Response) return form;
    desk.drafts.keep(foldFields(entered.draft, Object.fromEntries(form), isPatchField));
    return c.redirect(`/drafts/${entered.draft.id}/${form.get('act') === 'go-on' ? 'policy' : 'patch'}`, 303);
  });
  app.get('/drafts/:draft/notes', async (c) => {
    const entered = await enterDraft(c, reception);
    if (entered instanceof Response) return entered;
    const { fields } = entered.draft;
    const shown = notesDocument(notesFileOf(fields), fields['notes'] ?? '');
    return c.body(withoutSecrets(shown, desk.secrets), 200, {
      ...headersOfNotes,
      'Content-Type': 'text/html; charset=utf-8',
    });
  });
}

function addPolicyForm(app: Hono<PageEnv>, reception: StudioReception): void {
  const { desk } = reception;
  app.get('/drafts/:draft/policy', async (c) => {
    const entered = await enterDraft(c, reception);
    if (entered instanceof Response) return entered;
    const { draft, session } = entered;
    const { fleet, why } = desk.fleet();
    const [now, formToken] = [desk.now(), session.forms.issue()];
    const place = placeIn(c.req.query('place') ?? '');
    const today = localDate(now, desk.zone) ?? '';
    const day = /^\d{4}-\d{2}-\d{2}$/.exec(c.req.query('day') ?? '')?.[0] ?? '';
    const chosen = (draft.fields[`at ${place}`] ?? '').slice(0, 'yyyy-mm'.length);
    const month = readMonth(
      c.req.query('month') ?? (day === '' ? chosen : day.slice(0, 'yyyy-mm'.length)),
      today,
    );
    const checked = await checkedIfTyped(reception, draft, 'rule default');
    const scene = { draft, fleet, why, checked, now, place, month, day, today, formToken };
    const content = policyPageHtml(scene);
    return answerStudio(c, reception, { title: 'When', draft, step: 'policy', formToken, content });
  });
  app.post('/drafts/:draft/policy', async (c) => {
    const entered = await enterDraft(c, reception);
    if (entered instanceof Response) return entered;
    const form = await readOwnForm(c, reception, entered.session);
    if (form instanceof Response) return form;
    const added = form.get('add') ?? '';
    if (added !== '') form.set(`rule site:${added}`, 'operator');
    desk.drafts.keep(foldFields(entered.draft, Object.fromEntries(form), isPolicyField));
    const goesOn = form.get('act') === 'go-on' && added === '';
    return c.redirect(`/drafts/${entered.draft.id}/${goesOn ? 'check' : 'policy'}`, 303);
  });
  app.post('/drafts/:draft/choose', async (c) => {
    const entered = await enterDraft(c, reception);
    if (entered instanceof Response) return entered;
    const form = await readOwnForm(c, reception, entered.session);
    if (form instanceof Response) return form;
    const place = placeIn(form.get('place') ?? '');
    const sent = {
      [`rule ${place}`]: 'scheduled',
      [`at ${place}`]: `${form.get('day') ?? ''}T${form.get('time') ?? ''}`.slice(
        0,
        '2026-11-30T02:00'.length,
      ),
      [`zone ${place}`]: (form.get('zone') ?? '').trim().slice(0, 60),
    };
    desk.drafts.keep(foldFields(entered.draft, sent, isPolicyField));
    return c.redirect(`/drafts/${entered.draft.id}/policy?place=${place}#calendar`, 303);
  });
}

function placeIn(text: string): PolicyPlace {
  return isPolicyField(`rule ${text}`) ? (text as PolicyPlace) : 'default';
}

/** Nobody is told what is missing in a form that was not kept yet. */
function checkedIfTyped(
  reception: StudioReception,
  draft: Draft,
  field: string,
): Promise<CheckedDraft | null> {
  return draft.fields[field] === undefined ? Promise.resolve(null) : checkedDraft(reception, draft);
}

const mostRead = 200;

/** What of the picked code may be the patch's own: a method or label with a number. */
async function runsOf(desk: StudioDesk, draft: Draft): Promise<readonly string[]> {
  const picks = new Set(draft.picks);
  const { documents } = await desk.source.list();
  const code = documents.filter(
    ({ key, name }) => picks.has(key) && ['class', 'routine'].includes(kindOf(name)),
  );
  const calls: string[] = [];
  for (const document of code.slice(0, mostRead)) {
    const found = await desk.source.read(document);
    if (found !== null) calls.push(...entryPointsOf(found.document).map(({ call }) => call));
  }
  return calls.slice(0, 20);
}

async function releasesWith(desk: StudioDesk, { picks }: Draft): Promise<readonly string[]> {
  const released = await desk.released();
  return [...new Set(picks.flatMap((key) => released.latest(key.replace(/\t.*$/s, ''))?.patch ?? []))].sort();
}
