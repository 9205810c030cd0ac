import { Hono } from 'hono';
import { html } from 'hono/html';
import { Failure } from '../../base/failure.ts';
import type { Clock } from '../../ports/clock.ts';
import { addAssets } from '../page/assets.ts';
import type { PageEnv } from '../page/guard.ts';
import { guardRequests } from '../page/guard.ts';
import { openTurns } from '../page/in-turn.ts';
import type { ServedPages } from '../page/listen-for-pages.ts';
import { openSessions } from '../page/sessions.ts';
import { answerStudio } from './answer-studio.ts';
import { addCommit } from './commit-routes.ts';
import { addDrafts } from './draft-routes.ts';
import { addPatchForms } from './patch-form-routes.ts';
import { addPicking } from './pick-routes.ts';
import { studioAssets } from './studio-assets.ts';
import type { StudioDesk, StudioReception } from './studio-desk.ts';
import type { StudioKeys } from './studio-sign-in.ts';
import { addStudioSignIn } from './studio-sign-in.ts';
import { studioWire } from './studio-wire.ts';

interface StudioOptions {
  readonly keys: StudioKeys;
  readonly clock: Clock;
  /** Takes what is worth a line in the terminal. Must not throw. */
  readonly note: (note: StudioNote) => void;
}

/** What the studio tells its terminal. */
export type StudioNote =
  | { readonly kind: 'request-refused'; readonly why: string }
  /** A bug: the request was answered with 500. */
  | { readonly kind: 'page-failed'; readonly error: unknown };

/** The studio's pages, in one process with a person's terminal. */
interface Studio extends ServedPages {
  /** A request from within the process. */
  readonly request: Hono<PageEnv>['request'];
}

/** Notes as long as they are shown, and a page of documents. */
const mostBytes = 1024 * 1024;
const mostWaiting = 10;

/** The pages of the kit builder. They listen nowhere: see `listenForPages`. */
export function createStudio(desk: StudioDesk, { keys, clock, note }: StudioOptions): Studio {
  const sessions = openSessions(clock);
  const reception: StudioReception = { desk, sessions, inTurn: openTurns(mostWaiting) };
  const app = new Hono<PageEnv>();
  const guarding = {
    ...studioWire,
    ...{ mostBytes, note, visitor: keys.visitor },
    otherHost: 'The studio is served to this machine only, under localhost.',
  };
  for (const guard of guardRequests(guarding, sessions)) app.use(guard);
  app.onError(async (error, c) => {
    if (error instanceof Failure) {
      const content = html`<h1>That cannot be done now</h1>
        <p class="notice bad">${error.message}</p>
        <p class="dim">${error.hint}</p>`;
      return answerStudio(c, reception, { title: 'Not done', content, status: 503 });
    }
    note({ kind: 'page-failed', error });
    return c.text('The page failed; the terminal says more.\n', 500);
  });
  app.notFound((c) =>
    answerStudio(c, reception, {
      ...{ title: 'Not found', content: html`<h1>There is no such page.</h1>`, status: 404 },
    }),
  );
  addAssets(app, studioAssets);
  addStudioSignIn(app, reception, { keys, clock });
  addDrafts(app, reception);
  addPicking(app, reception);
  addPatchForms(app, reception);
  addCommit(app, reception);
  return { fetch: app.fetch, request: app.request, close: () => undefined };
}
