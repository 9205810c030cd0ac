import { html } from 'hono/html';
import type { PatchAtSite } from '../../reconcile/patches-at-site.ts';
import type { Html } from '../page/page-html.ts';
import type { PatchFilter } from './patch-filter.ts';
import { addressOf } from './patch-filter.ts';
import type { Scene } from './scene.ts';
import { stateHtml, standingOf, waitHtml } from './standing.ts';
import { shortMomentHtml } from '../page/times.ts';

/** So many past patches stand on one page, and so many of those that are to come. */
const mostPast = 50;
const mostComing = 200;

/** Patches that are past, a page of them, the newest first. */
export function pastListHtml(scene: Scene, patches: readonly PatchAtSite[], filter: PatchFilter): Html {
  const from = Math.min(filter.from, Math.floor(Math.max(0, patches.length - 1) / mostPast) * mostPast);
  const shown = patches.slice(from, from + mostPast);
  const places = patches.length > mostPast ? `${from + 1}–${from + shown.length} of ${patches.length}` : null;
  const at = (place: number): string => addressOf(scene.site, { ...filter, from: Math.max(0, place) });
  return html`${listHtml(scene, 'Past', { shown, count: places ?? String(patches.length) })}
  ${
    places === null
      ? ''
      : html`<nav class="pages" aria-label="Past patches">
          ${from > 0 ? html`<a href="${at(from - mostPast)}" rel="prev">Newer</a>` : ''}
          ${from + mostPast < patches.length ? html`<a href="${at(from + mostPast)}" rel="next">Older</a>` : ''}
        </nav>`
  }`;
}

/** Patches that are not past. */
export function comingListHtml(scene: Scene, heading: string, patches: readonly PatchAtSite[]): Html {
  const left = patches.length - mostComing;
  return html`${listHtml(scene, heading, { shown: patches.slice(0, mostComing), count: String(patches.length) })}
  ${left > 0 ? html`<p class="dim">${left} more: search for them.</p>` : ''}`;
}

function listHtml(
  scene: Scene,
  heading: string,
  { shown, count }: { readonly shown: readonly PatchAtSite[]; readonly count: string },
): Html {
  if (shown.length === 0) return html``;
  return html`<section class="list">
    <h2>${heading} <span class="dim">${count}</span></h2>
    <table>
      <colgroup>
        <col class="what" />
        <col class="how" />
        <col class="when" />
        <col />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">Patch</th>
          <th scope="col">State</th>
          <th scope="col">Since <span class="dim">${scene.zone}</span></th>
          <th scope="col">Why</th>
        </tr>
      </thead>
      <tbody>
        ${shown.map((patch) => rowHtml(scene, patch))}
      </tbody>
    </table>
  </section>`;
}

function rowHtml(scene: Scene, patch: PatchAtSite): Html {
  const { patch: id, title, since } = patch;
  return html`<tr>
    <th scope="row">
      <a href="/sites/${scene.site}/patches/${id}">${id}</a> <span class="title">${title ?? ''}</span>
    </th>
    <td>${stateHtml(patch)}</td>
    <td>${shortMomentHtml(since, scene.zone)}</td>
    <td>${whyHtml(scene, patch)}</td>
  </tr>`;
}

function whyHtml(scene: Scene, patch: PatchAtSite): Html {
  const { step, why, state } = patch;
  if (state !== 'installed' && state !== 'removed' && why !== '')
    return html`<span class="clip">${why}</span>`;
  if (standingOf(patch) === 'not-here' && step?.kind === 'wait')
    return html`<span class="clip"
      >${step.blockers.find(({ reason }) => reason === 'NotPossibleHere')?.message}</span
    >`;
  return step === null ? broughtByHtml(scene, patch) : waitHtml(patch, scene.zone);
}

/** Who or what brought a past patch to where it is. */
function broughtByHtml({ outlook }: Scene, { record }: PatchAtSite): Html {
  const story = outlook.view.journal.attempts.get(record?.attempts.at(-1) ?? 0);
  if (story === undefined) return html``;
  const { who, why, trigger } = story;
  return html`<span class="clip dim by">${who ?? `by ${trigger}`}${why === '' ? '' : `: ${why}`}</span>`;
}
