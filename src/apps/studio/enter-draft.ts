import { html } from 'hono/html';
import type { PageContext } from '../page/guard.ts';
import type { Session } from '../page/sessions.ts';
import { answerStudio } from './answer-studio.ts';
import type { Draft } from './draft.ts';
import type { StudioReception } from './studio-desk.ts';

/** A draft that somebody may see and change. */
interface EnteredDraft {
  readonly session: Session;
  readonly draft: Draft;
}

/** Who is signed in; others are led to sign in, or told that they are signed out. */
export function enterStudio(c: PageContext): Session | Response {
  const signedIn = c.get('signedIn');
  if (signedIn !== null) return signedIn.session;
  return c.req.method === 'GET' ? c.redirect('/sign-in', 303) : c.text('You are signed out.\n', 401);
}

/** The draft that the path names, for who is signed in. */
export async function enterDraft(
  c: PageContext,
  reception: StudioReception,
): Promise<EnteredDraft | Response> {
  const session = enterStudio(c);
  if (session instanceof Response) return session;
  const draft = reception.desk.drafts.find(c.req.param('draft') ?? '');
  if (draft !== null) return { session, draft };
  const content = html`<h1>There is no such draft here.</h1>`;
  return answerStudio(c, reception, { title: 'Not found', content, status: 404 });
}

/** The fields of a form in the order in which they were sent; the answer where the form is none of this session's, or, for what is done once, was sent already. */
export async function readOwnForm(
  c: PageContext,
  reception: StudioReception,
  session: Session,
  once = false,
): Promise<URLSearchParams | Response> {
  const fields = new URLSearchParams(await c.req.text());
  const spent = session.forms.spend(fields.get('form') ?? '');
  // What is kept again is kept as it is; nobody loses what was typed because of a step back.
  if (spent === 'good' || (spent === 'spent' && !once)) return fields;
  const why = spent === 'wrong' ? 'That form is not of your session.' : 'That form was sent already.';
  const content = html`<h1>${why}</h1>
    <p>Nothing was done. Load the page again.</p>`;
  return answerStudio(c, reception, { title: 'Refused', content, status: spent === 'wrong' ? 403 : 409 });
}
