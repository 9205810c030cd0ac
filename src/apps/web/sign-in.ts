import type { Hono } from 'hono';
import { html } from 'hono/html';
import { answerPage, fleetTrail } from './answer-page.ts';
import type { PageContext } from './answer-page.ts';
import { readForm } from './read-form.ts';
import type { PageEnv } from './guard.ts';
import { giveCookie, takeCookie } from './guard.ts';
import { signInPageHtml } from './sign-in-page.ts';
import { openSignInLimit } from './sign-in-limit.ts';
import type { Reception } from './site-desk.ts';
import { hashOfToken, visitorOf } from './visitor.ts';

/** Signing in and out. */
export function addSignIn(app: Hono<PageEnv>, reception: Reception): void {
  const { options, sessions } = reception;
  const limit = openSignInLimit(options.clock);
  let limited = false;
  const refuse = (c: PageContext, why: string, status: 401 | 429): Promise<Response> =>
    answerPage(c, reception, 'Sign in', fleetTrail, signInPageHtml(why), status);

  app.get('/sign-in', (c) =>
    c.get('signedIn') === null
      ? answerPage(c, reception, 'Sign in', fleetTrail, signInPageHtml(''))
      : Promise.resolve(c.redirect('/', 303)),
  );

  app.post('/sign-in', async (c) => {
    if (!limit.take(addressOf(c, options.behindProxy))) {
      if (!limited) options.note({ kind: 'sign-in-refused', why: 'too-many' });
      limited = true;
      return refuse(c, 'Too many tries: wait a minute, then try again.', 429);
    }
    limited = false;
    const { token = '' } = await readForm(c);
    const hash = hashOfToken(token);
    const visitor = visitorOf(hash, options.users());
    if (visitor === null) {
      options.note({ kind: 'sign-in-refused', why: 'token' });
      return refuse(c, 'That is nobody’s token here.', 401);
    }
    const former = c.get('signedIn');
    if (former !== null) sessions.end(former.id);
    giveCookie(c, options, sessions.begin(hash));
    options.note({ kind: 'signed-in', who: visitor.name });
    return c.redirect('/', 303);
  });

  app.post('/sign-out', async (c) => {
    const signedIn = c.get('signedIn');
    if (signedIn === null) return c.redirect('/sign-in', 303);
    const { form = '' } = await readForm(c);
    if (signedIn.session.forms.spend(form) === 'wrong') {
      return answerPage(
        c,
        reception,
        'Refused',
        fleetTrail,
        html`<h1>That form is not of your session.</h1>`,
        403,
      );
    }
    sessions.end(signedIn.id);
    takeCookie(c, options);
    return c.redirect('/sign-in', 303);
  });
}

/** Who asks; all share one where nobody knows. */
function addressOf(c: PageContext, behindProxy: boolean): string {
  const forwarded = behindProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  const { incoming } = (c.env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } };
  return forwarded ?? incoming?.socket?.remoteAddress ?? 'unknown';
}
