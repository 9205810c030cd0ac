import { html } from 'hono/html';
import type { PatchAtSite } from '../../reconcile/patches-at-site.ts';
import { patchesAtSite } from '../../reconcile/patches-at-site.ts';
import { activityHtml } from './activity.ts';
import type { Html } from './page-html.ts';
import { refusedChannelHtml } from './refused-channel.ts';
import type { Scene } from './scene.ts';
import { siteActsHtml } from './site-acts.ts';
import type { Standing } from './standing.ts';
import { standingOf, stateHtml, waitHtml } from './standing.ts';
import { shortMomentHtml } from './times.ts';

/** So many past patches are listed before one has to search. */
const mostPast = 500;

/** The patches of a site, those that want somebody first. */
export function sitePageHtml(scene: Scene, search: string): Html {
  const { outlook, site } = scene;
  const wanted = search.toLowerCase();
  const found = patchesAtSite(outlook).filter(
    ({ patch, title }) =>
      patch.toLowerCase().includes(wanted) || (title ?? '').toLowerCase().includes(wanted),
  );
  const of = (standing: Standing): readonly PatchAtSite[] =>
    found.filter((patch) => standingOf(patch) === standing);
  const title = outlook.desired?.site.title ?? site;
  return html`<div class="head">
      <h1>${title}</h1>
      <form method="get" role="search" class="search">
        <label for="q" class="hidden">Search patches</label>
        <input id="q" type="search" name="q" value="${search}" placeholder="Patch or title" />
        <button type="submit" class="quiet">Search</button>
      </form>
    </div>
    ${activityHtml(scene)}
    <section id="channel" data-live aria-label="The channel">${refusedChannelHtml(scene)}</section>
    <div id="patches" data-live>
      ${listHtml('Wants somebody here', of('wants-you'), scene)} ${listHtml('Coming', of('coming'), scene)}
      ${listHtml('Not possible here', of('not-here'), scene)}
      ${listHtml('Past', of('past').toReversed(), scene)}
      ${found.length === 0 ? html`<p class="empty">${emptyText(search)}</p>` : ''}
    </div>
    <section aria-labelledby="site-acts">
      <h2 id="site-acts">This site</h2>
      ${siteActsHtml(scene)}
    </section>`;
}

function emptyText(search: string): string {
  return search === ''
    ? 'No patch is known here. The first pass asks the host for them.'
    : `No patch has “${search}” in its id or title.`;
}

function listHtml(
  heading: string,
  patches: readonly PatchAtSite[],
  { zone, site }: Pick<Scene, 'zone' | 'site'>,
): Html {
  if (patches.length === 0) return html``;
  const left = patches.length - mostPast;
  return html`<section class="list">
    <h2>${heading} <span class="dim">${patches.length}</span></h2>
    <table>
      <thead>
        <tr>
          <th scope="col">Patch</th>
          <th scope="col">State</th>
          <th scope="col">Since <span class="dim">${zone}</span></th>
          <th scope="col">Why</th>
        </tr>
      </thead>
      <tbody>
        ${patches.slice(0, mostPast).map((patch) => rowHtml(patch, zone, site))}
      </tbody>
    </table>
    ${left > 0 ? html`<p class="dim">${left} more: search for them.</p>` : ''}
  </section>`;
}

function rowHtml(patch: PatchAtSite, zone: string, site: string): Html {
  const { patch: id, title, since } = patch;
  return html`<tr>
    <th scope="row">
      <a href="/sites/${site}/patches/${id}">${id}</a> <span class="title">${title ?? ''}</span>
    </th>
    <td>${stateHtml(patch)}</td>
    <td>${shortMomentHtml(since, zone)}</td>
    <td>${whyHtml(patch, zone)}</td>
  </tr>`;
}

function whyHtml(patch: PatchAtSite, zone: string): Html {
  const { step, why, state } = patch;
  if (state !== 'installed' && state !== 'removed' && why !== '')
    return html`<span class="clip">${why}</span>`;
  if (standingOf(patch) === 'not-here' && step?.kind === 'wait')
    return html`<span class="clip">${step.blockers[0]?.message}</span>`;
  return step === null ? html`` : waitHtml(patch, zone);
}
