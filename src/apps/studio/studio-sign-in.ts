import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Hono } from 'hono';
import { html } from 'hono/html';
import type { Clock } from '../../ports/clock.ts';
import type { PageContext, PageEnv, Visitor } from '../page/guard.ts';
import { giveCookie, takeCookie } from '../page/guard.ts';
import { readForm } from '../page/read-form.ts';
import { openSignInLimit } from '../page/sign-in-limit.ts';
import { answerStudio } from './answer-studio.ts';
import { studioWire } from './studio-wire.ts';
import type { StudioReception } from './studio-desk.ts';

/** Tokens that let one browser in each: whoever sees the terminal is the one who started the studio. */
export interface StudioKeys {
  /** The token that is good now. */
  readonly token: () => string;
  /** Takes it; the next one is another. Null: it is not good. */
  readonly take: (token: string) => Buffer | null;
  /** Who is signed in with what `take` gave. */
  readonly visitor: (key: Buffer) => Visitor | null;
}

/** `announce` hears each new token after the first, once the one before was used. */
export function openStudioKeys(who: string, announce: (token: string) => void): StudioKeys {
  const key = randomBytes(32);
  let token = randomBytes(24).toString('base64url');
  return {
    token: () => token,
    take: (tried) => {
      if (!timingSafeEqual(hashOf(tried), hashOf(token))) return null;
      token = randomBytes(24).toString('base64url');
      announce(token);
      return key;
    },
    visitor: (tried) => (timingSafeEqual(tried, key) ? { name: who, roles: new Map() } : null),
  };
}

/** Signing in by the address that the terminal shows: it leads to the same page without its token, which so stays in no history. */
export function addStudioSignIn(
  app: Hono<PageEnv>,
  reception: StudioReception,
  { keys, clock }: { readonly keys: StudioKeys; readonly clock: Clock },
): void {
  const limit = openSignInLimit(clock);
  const begin = (c: PageContext, token: string): Promise<Response> => {
    const { incoming } = (c.env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } };
    if (!limit.take(incoming?.socket?.remoteAddress ?? 'unknown'))
      return askForToken(c, reception, {
        why: 'Too many tries: wait a minute, then try again.',
        status: 429,
      });
    const key = keys.take(token);
    if (key === null)
      return askForToken(c, reception, {
        why: 'That is not the token that the terminal shows now.',
        status: 401,
      });
    const former = c.get('signedIn');
    if (former !== null) reception.sessions.end(former.id);
    giveCookie(c, studioWire, reception.sessions.begin(key));
    return Promise.resolve(c.redirect('/', 303));
  };
  app.get('/sign-in', (c) => askForToken(c, reception, { why: '', status: 200 }));
  app.get('/sign-in/:token', (c) => begin(c, c.req.param('token')));
  app.post('/sign-in', async (c) => begin(c, (await readForm(c))['token'] ?? ''));
  app.post('/sign-out', async (c) => {
    const signedIn = c.get('signedIn');
    const { form = '' } = await readForm(c);
    if (signedIn !== null && signedIn.session.forms.spend(form) !== 'wrong') {
      reception.sessions.end(signedIn.id);
      takeCookie(c, studioWire);
    }
    return c.redirect('/sign-in', 303);
  });
}

function askForToken(
  c: PageContext,
  reception: StudioReception,
  { why, status }: { readonly why: string; readonly status: 200 | 401 | 429 },
): Promise<Response> {
  const content = html`<div class="sign-in">
    <h1>Sign in</h1>
    ${why === '' ? '' : html`<p class="notice bad" role="alert">${why}</p>`}
    <p>
      Open the address that the terminal shows, or put its token here. Each token is good once; the terminal
      then shows the next.
    </p>
    <form method="post" action="/sign-in" class="act">
      <label
        >Token <input type="password" name="token" required maxlength="100" autocomplete="off" autofocus
      /></label>
      <button type="submit">Sign in</button>
    </form>
  </div>`;
  return answerStudio(c, reception, { title: 'Sign in', content, status });
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
