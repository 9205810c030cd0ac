import type { Hono } from 'hono';
import { Failure } from '../../base/failure.ts';
import type { PageEnv } from '../page/guard.ts';
import { giveNotice } from '../page/sessions.ts';
import { answerStudio } from './answer-studio.ts';
import type { CheckedDraft } from './check-draft.ts';
import { checkPageHtml } from './check-page.ts';
import { checkedDraft } from './checked-draft.ts';
import { commitPageHtml } from './commit-page.ts';
import { enterDraft, readOwnForm } from './enter-draft.ts';
import type { StudioDesk, StudioReception, ToldPreview } from './studio-desk.ts';

/** Checking, and the commit. */
export function addCommit(app: Hono<PageEnv>, reception: StudioReception): void {
  const { desk } = reception;
  app.get('/drafts/:draft/check', async (c) => {
    const entered = await enterDraft(c, reception);
    if (entered instanceof Response) return entered;
    const { draft, session } = entered;
    const checked = await checkedDraft(reception, draft);
    const content = checkPageHtml(draft, checked, await previewOf(desk, checked));
    const formToken = session.forms.issue();
    return answerStudio(c, reception, { title: 'Check', draft, step: 'check', formToken, content });
  });

  app.get('/drafts/:draft/commit', async (c) => {
    const entered = await enterDraft(c, reception);
    if (entered instanceof Response) return entered;
    const { draft, session } = entered;
    const formToken = session.forms.issue();
    const checked = await checkedDraft(reception, draft);
    const content = commitPageHtml({ draft, checked, host: desk.host, formToken });
    return answerStudio(c, reception, { title: 'Commit', draft, step: 'commit', formToken, content });
  });

  app.post('/drafts/:draft/commit', async (c) => {
    const entered = await enterDraft(c, reception);
    if (entered instanceof Response) return entered;
    const { draft, session } = entered;
    const form = await readOwnForm(c, reception, session, true);
    if (form instanceof Response) return form;
    const { built, checked } = await checkedDraft(reception, draft);
    if (built === null || checked === null) return c.redirect(`/drafts/${draft.id}/check`, 303);
    try {
      const { commit } = await desk.commit(draft, built, checked.manifest.title);
      desk.drafts.keep({ ...draft, committed: { branch: `patch/${checked.manifest.id}`, commit } });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      giveNotice(session, { kind: 'bad', text: error.message, hint: error.hint });
    }
    return c.redirect(`/drafts/${draft.id}/commit`, 303);
  });
}

/** Null: there is nothing to be previewed yet. */
async function previewOf(
  desk: StudioDesk,
  { built, checked }: CheckedDraft,
): Promise<ToldPreview | { readonly why: string } | null> {
  if (built === null || checked === null) return null;
  try {
    return await desk.preview(built.folder);
  } catch (error) {
    if (error instanceof Failure) return { why: error.message };
    throw error;
  }
}
