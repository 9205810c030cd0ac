import { html } from 'hono/html';
import type { Html } from './page-html.ts';

/** Where one signs in; `why`: why one is not. */
export function signInPageHtml(why: string): Html {
  return html`<div class="sign-in">
    <h1>Sign in</h1>
    ${why === '' ? '' : html`<p class="notice bad" role="alert">${why}</p>`}
    <form method="post" action="/sign-in" class="act">
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
  </div>`;
}
