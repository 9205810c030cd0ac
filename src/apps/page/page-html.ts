import { html } from 'hono/html';
import type { Assets } from './assets.ts';
import type { Notice } from './sessions.ts';

/** HTML that is escaped by construction: everything that is put into the template is text, unless it was made by it. */
export type Html = ReturnType<typeof html>;

/** What stands around a page's own content. */
export interface PageFrame {
  readonly title: string;
  /** What the page loads. */
  readonly assets: Assets['paths'];
  /** From the left: where this page stands. The last one is this page. */
  readonly trail: readonly { readonly text: string; readonly href: string }[];
  /** Null: nobody is signed in. */
  readonly who: { readonly name: string; readonly role: string; readonly formToken: string } | null;
  readonly notices: readonly Notice[];
  /** The site whose events the page follows, and what of them it knows; null: none. */
  readonly live: { readonly events: string; readonly version: number } | null;
}

/** A whole page. */
export function wholePage(frame: PageFrame, content: Html): Html {
  const { title, trail, who, notices, live } = frame;
  const { style, script, icon } = frame.assets;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="${icon}" type="image/svg+xml" />
        <link rel="stylesheet" href="${style}" />
        <script src="${script}" defer></script>
      </head>
      <body ${live === null ? '' : html`data-events="${live.events}" data-version="${live.version}"`}>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="top">
          <nav aria-label="Where you are">${trailHtml(trail)}</nav>
          ${who === null ? '' : whoHtml(who)}
        </header>
        <main id="content" tabindex="-1">
          <div id="offline" class="notice wait" role="status" hidden></div>
          <div id="notices">${notices.map(noticeHtml)}</div>
          ${content}
        </main>
      </body>
    </html>`;
}

function trailHtml(trail: PageFrame['trail']): Html {
  return html`<ol class="trail">
    ${trail.map(({ text, href }, index) => {
      const last = index === trail.length - 1;
      return html`<li><a href="${href}" ${last ? html`aria-current="page"` : ''}>${text}</a></li>`;
    })}
  </ol>`;
}

function whoHtml({ name, role, formToken }: NonNullable<PageFrame['who']>): Html {
  return html`<form class="who" method="post" action="/sign-out">
    <input type="hidden" name="form" value="${formToken}" />
    <span>${name} <span class="dim">${role}</span></span>
    <button class="quiet" type="submit">Sign out</button>
  </form>`;
}

function noticeHtml({ kind, text, hint }: Notice): Html {
  return html`<div class="notice ${kind}" role="${kind === 'bad' ? 'alert' : 'status'}">
    <p>${text}</p>
    ${hint === '' ? '' : html`<p class="dim">${hint}</p>`}
  </div>`;
}
