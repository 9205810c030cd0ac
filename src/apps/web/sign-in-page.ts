import { html } from 'hono/html';
import type { Html } from '../page/page-html.ts';

interface SignIn {
  /** Where one goes then; null: to the first page. */
  readonly to: string | null;
  /** Why one is not signed in; empty: nobody tried. */
  readonly why: string;
  /** A link of another site led here, so that nobody knows who is signed in. */
  readonly fromElsewhere: boolean;
}

/** Where one signs in. */
export function signInPageHtml({ to, why, fromElsewhere }: SignIn): Html {
  return html`<div class="sign-in">
    <h1>Sign in</h1>
    ${why === '' ? '' : html`<p class="notice bad" role="alert">${why}</p>`}
    <form method="post" action="/sign-in" class="act">
      ${to === null ? '' : html`<input type="hidden" name="to" value="${to}" />`}
      <label
        >Token <span class="dim">as site.yaml names it for you</span>
        <input
          type="password"
          name="token"
          required
          maxlength="500"
          autocomplete="current-password"
          autofocus
      /></label>
      <button type="submit">Sign in</button>
    </form>
    ${to !== null && fromElsewhere ? html`<p>Signed in already? <a href="${to}">Go on to the page</a>.</p>` : ''}
  </div>`;
}
