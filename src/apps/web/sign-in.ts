import type { Hono } from 'hono';
import { html } from 'hono/html';
import { answerPage } from './answer-page.ts';
import type { PageContext, PageEnv } from '../page/guard.ts';
import { ownPath } from './own-path.ts';
import { readForm } from '../page/read-form.ts';
import { giveCookie, takeCookie } from '../page/guard.ts';
import { signInPageHtml } from './sign-in-page.ts';
import { openSignInLimit } from '../page/sign-in-limit.ts';
import type { Reception } from './site-desk.ts';
import { hashOfToken, visitorOf } from './visitor.ts';

/** Signing in and out. Who asked for a page comes to it once he is signed in. */
export function addSignIn(app: Hono<PageEnv>, reception: Reception): void {
  const mayTry = countTries(reception);
  app.get('/sign-in', (c) => {
    const to = ownPath(c.req.query('to') ?? '');
    return c.get('signedIn') === null
      ? askWho(c, reception, { to, why: '', status: 200 })
      : Promise.resolve(c.redirect(to ?? '/', 303));
  });
  app.post('/sign-in', async (c) => {
    const { token = '', to: asked = '' } = await readForm(c);
    const to = ownPath(asked);
    if (!mayTry(c))
      return askWho(c, reception, { to, why: 'Too many tries: wait a minute, then try again.', status: 429 });
    if (!begin(c, reception, token))
      return askWho(c, reception, { to, why: 'That is nobody’s token here.', status: 401 });
    return c.redirect(to ?? '/', 303);
  });
  app.post('/sign-out', (c) => signOut(c, reception));
}

interface Asking {
  /** Where he goes once he is signed in; null: to the first page. */
  readonly to: string | null;
  readonly why: string;
  readonly status: 200 | 401 | 429;
}

function askWho(c: PageContext, reception: Reception, { to, why, status }: Asking): Promise<Response> {
  // The cookie does not come along where a link of another site is followed: from here on it does.
  const fromElsewhere = c.req.header('sec-fetch-site') === 'cross-site';
  const content = signInPageHtml({ to, why, fromElsewhere });
  return answerPage(c, reception, { title: 'Sign in', content, status });
}

/** Whether one more try may be made. The log is told of the first that may not. */
function countTries({ options }: Reception): (c: PageContext) => boolean {
  const limit = openSignInLimit(options.clock);
  let limited = false;
  return (c) => {
    const may = limit.take(addressOf(c, options.behindProxy));
    if (!may && !limited) options.note({ kind: 'sign-in-refused', why: 'too-many' });
    limited = !may;
    return may;
  };
}

/** A new session for the one whose token it is; false: it is nobody's. */
function begin(c: PageContext, { options, sessions }: Reception, token: string): boolean {
  const hash = hashOfToken(token);
  const visitor = visitorOf(hash, options.users());
  if (visitor === null) {
    options.note({ kind: 'sign-in-refused', why: 'token' });
    return false;
  }
  const former = c.get('signedIn');
  if (former !== null) sessions.end(former.id);
  giveCookie(c, options, sessions.begin(hash));
  options.note({ kind: 'signed-in', who: visitor.name });
  return true;
}

async function signOut(c: PageContext, reception: Reception): Promise<Response> {
  const { options, sessions } = reception;
  const signedIn = c.get('signedIn');
  if (signedIn === null) return c.redirect('/sign-in', 303);
  const { form = '' } = await readForm(c);
  if (signedIn.session.forms.spend(form) === 'wrong') {
    const content = html`<h1>That form is not of your session.</h1>`;
    return answerPage(c, reception, { title: 'Refused', content, status: 403 });
  }
  sessions.end(signedIn.id);
  takeCookie(c, options);
  return c.redirect('/sign-in', 303);
}

/** Who asks; all share one where nobody knows. */
function addressOf(c: PageContext, behindProxy: boolean): string {
  const forwarded = behindProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  const { incoming } = (c.env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } };
  return forwarded ?? incoming?.socket?.remoteAddress ?? 'unknown';
}
