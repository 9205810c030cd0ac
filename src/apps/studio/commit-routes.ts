import type { Hono } from 'hono';
import { Failure } from '../../base/failure.ts';
import type { CheckedPatch } from '../../publish/check-patch.ts';
import type { PageContext, PageEnv } from '../page/guard.ts';
import type { Session } from '../page/sessions.ts';
import { giveNotice } from '../page/sessions.ts';
import { answerStudio } from './answer-studio.ts';
import type { BuiltPatch } from './build-patch.ts';
import type { CheckedDraft } from './check-draft.ts';
import { checkPageHtml } from './check-page.ts';
import { checkedDraft, withCheckedDraft } from './checked-draft.ts';
import { commitPageHtml } from './commit-page.ts';
import type { Draft } from './draft.ts';
import { enterDraft, readOwnForm } from './enter-draft.ts';
import { proposalBranch } from './proposal-branch.ts';
import type { StudioDesk, StudioReception, ToldPreview } from './studio-desk.ts';

/** Checking, and the commit. */
export function addCommit(app: Hono<PageEnv>, reception: StudioReception): void {
  const { desk } = reception;
  app.get('/drafts/:draft/check', async (c) => {
    const entered = await enterDraft(c, reception);
    if (entered instanceof Response) return entered;
    const { draft, session } = entered;
    const content = await withCheckedDraft(reception, draft, async (checked) =>
      checkPageHtml(draft, checked, await previewOf(desk, checked)),
    );
    const formToken = session.forms.issue();
    return answerStudio(c, reception, { title: 'Check', draft, step: 'check', formToken, content });
  });

  app.get('/drafts/:draft/commit', async (c) => {
    const entered = await enterDraft(c, reception);
    if (entered instanceof Response) return entered;
    const { draft, session } = entered;
    const formToken = session.forms.issue();
    const checked = await checkedDraft(reception, draft);
    const seen = c.req.query('checked');
    if (seen !== undefined && checked.checked !== null && seen !== checked.checked.releaseDigest)
      return backToCheck(c, session, draft);
    const content = commitPageHtml({ draft, checked, host: desk.host, formToken });
    return answerStudio(c, reception, { title: 'Commit', draft, step: 'commit', formToken, content });
  });

  app.post('/drafts/:draft/commit', async (c) => {
    const entered = await enterDraft(c, reception);
    if (entered instanceof Response) return entered;
    const { draft, session } = entered;
    const form = await readOwnForm(c, reception, session, true);
    if (form instanceof Response) return form;
    const shown = form.get('digest');
    return withCheckedDraft(reception, draft, async ({ built, checked }) => {
      if (built === null || checked === null) return c.redirect(`/drafts/${draft.id}/check`, 303);
      if (shown !== checked.releaseDigest) return backToCheck(c, session, draft);
      await commitBuilt(desk, session, { draft, built, checked });
      return c.redirect(`/drafts/${draft.id}/commit`, 303);
    });
  });
}

interface Committable {
  readonly draft: Draft;
  readonly built: BuiltPatch;
  readonly checked: CheckedPatch;
}

async function commitBuilt(
  desk: StudioDesk,
  session: Session,
  { draft, built, checked: { manifest } }: Committable,
): Promise<void> {
  try {
    const { commit } = await desk.commit(draft, built, manifest.title);
    desk.drafts.keep({ ...draft, committed: { branch: proposalBranch(manifest.id), commit } });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    giveNotice(session, { kind: 'bad', text: error.message, hint: error.hint });
  }
}

/** What somebody looked at is not what would be committed. */
function backToCheck(c: PageContext, session: Session, { id }: Draft): Response {
  giveNotice(session, {
    kind: 'bad',
    text: 'Nothing was committed: the documents changed meanwhile, or what is said of the patch.',
    hint: 'This is the check of the patch as it is now; go on from here.',
  });
  return c.redirect(`/drafts/${id}/check`, 303);
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
