import { html } from 'hono/html';
import type { PatchAtSite } from '../../reconcile/patches-at-site.ts';
import { patchesAtSite } from '../../reconcile/patches-at-site.ts';
import { activityHtml } from './activity.ts';
import type { Html } from '../page/page-html.ts';
import type { PatchFilter } from './patch-filter.ts';
import { filterHtml, filterPatches } from './patch-filter.ts';
import { comingListHtml, pastListHtml } from './patch-list.ts';
import { refusedChannelHtml } from './refused-channel.ts';
import type { Scene } from './scene.ts';
import { siteActsHtml } from './site-acts.ts';
import type { Standing } from './standing.ts';
import { standingOf } from './standing.ts';

/** The patches of a site, those that want somebody first. */
export function sitePageHtml(scene: Scene, filter: PatchFilter): Html {
  const { outlook, site } = scene;
  const all = patchesAtSite(outlook);
  return html`<div class="head">
      <h1>${outlook.desired?.site.title ?? site}</h1>
      ${filterHtml(site, filter, all.length)}
    </div>
    ${activityHtml(scene)}
    <section id="channel" data-live aria-label="The channel">${refusedChannelHtml(scene)}</section>
    <div id="patches" data-live>${listsHtml(scene, filterPatches(all, filter), filter)}</div>
    <section aria-labelledby="site-acts">
      <h2 id="site-acts">This site</h2>
      <div id="site-forms" data-live>${siteActsHtml(scene)}</div>
    </section>`;
}

function listsHtml(scene: Scene, found: readonly PatchAtSite[], filter: PatchFilter): Html {
  const of = (standing: Standing): readonly PatchAtSite[] =>
    found.filter((patch) => standingOf(patch) === standing);
  if (found.length === 0) return html`<p class="empty">${emptyText(filter)}</p>`;
  const wanting = of('wants-you');
  const past = pastListHtml(scene, of('past').toReversed(), filter);
  if (filter.from > 0) return past;
  const isWhole = filter.text === '' && filter.state === '';
  return html`${isWhole && wanting.length === 0 ? html`<p class="calm">Nothing wants somebody here.</p>` : ''}
  ${comingListHtml(scene, 'Wants somebody here', wanting)} ${comingListHtml(scene, 'Coming', of('coming'))}
  ${comingListHtml(scene, 'Not possible here', of('not-here'))} ${past}`;
}

function emptyText({ text, state }: PatchFilter): string {
  if (text === '' && state === '') return 'No patch is known here. The first pass asks the host for them.';
  if (text === '') return 'No patch is in that state.';
  return `No patch ${state === '' ? '' : 'in that state '}has “${text}” in its id or title.`;
}
