import { html } from 'hono/html';
import type { PatchAtSite } from '../../reconcile/patches-at-site.ts';
import type { Html } from '../page/page-html.ts';
import type { PatchDetail } from './patch-detail.ts';
import type { Scene } from './scene.ts';

/** What could be read of the release; null: the channel does not name it. */
export type Detail = PatchDetail | { readonly why: string } | null;

/** Its notes, framed. */
export function notesHtml({ site }: Scene, { patch }: PatchAtSite, detail: Detail): Html {
  if (detail === null) return html`<p class="dim">The channel does not name it any more.</p>`;
  if ('why' in detail) return html`<p class="dim">They cannot be read: ${detail.why}</p>`;
  if (detail.notes === null) return html`<p class="dim">It has none.</p>`;
  const { length } = detail.notes.text;
  const size = length < 200 ? 'short' : length > 2500 ? 'long' : '';
  return html`<iframe
    class="notes ${size}"
    sandbox=""
    src="/sites/${site}/patches/${patch}/notes"
    title="Release notes of ${patch}"
  ></iframe>`;
}

/** What it says of itself. */
export function factsHtml(detail: Detail): Html {
  if (detail === null || 'why' in detail) return html``;
  const { manifest, parameters } = detail;
  const rows: readonly (readonly [string, string])[] = [
    ...(manifest.requires.length > 0 ? [['Requires', manifest.requires.join(', ')] as const] : []),
    ...(manifest.supersedes.length > 0 ? [['Supersedes', manifest.supersedes.join(', ')] as const] : []),
    ...(manifest.install.run === null ? [] : [['Runs', manifest.install.run] as const]),
    ...(manifest.install.production === 'none' ? [] : [['Production', manifest.install.production] as const]),
    ...(manifest.verify.length > 0 ? [['Checks afterwards', String(manifest.verify.length)] as const] : []),
    ...(manifest.backup.globals.length > 0
      ? [['Also backs up', manifest.backup.globals.join(', ')] as const]
      : []),
  ];
  const own = Object.entries(parameters);
  return html`${
    rows.length === 0
      ? ''
      : html`<h2>What it is</h2>
          ${listOf(rows)}`
  }
  ${
    own.length === 0
      ? ''
      : html`<h2>Parameters here</h2>
          ${listOf(own)}`
  }`;
}

function listOf(rows: readonly (readonly [string, string])[]): Html {
  return html`<dl class="facts">
    ${rows.map(
      ([term, text]) =>
        html`<div>
          <dt>${term}</dt>
          <dd>${text}</dd>
        </div>`,
    )}
  </dl>`;
}
