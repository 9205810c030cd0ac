import { html } from 'hono/html';
import type { DocumentPreview } from '../../plan/intended.ts';
import type { PlanStep } from '../../plan/plan.ts';
import type { PatchAtSite } from '../../reconcile/patches-at-site.ts';
import { leftAsText } from '../../report/left-as-text.ts';
import { whyUnseen } from '../../report/why-unseen.ts';
import type { Html } from '../page/page-html.ts';
import type { Scene } from './scene.ts';

/** Names that a page lists before it only counts. */
const mostListed = 200;

/** What a patch would change here; of one that is past, what it left. */
export function documentsHtml({ site, outlook }: Scene, { patch, record, step }: PatchAtSite): Html {
  const previews = outlook.previews.get(patch);
  const unseen = outlook.unseen.get(patch);
  if (previews !== undefined) {
    const changed = previews.filter(({ effect }) => effect !== 'unchanged');
    return html`<h2>What it would change <span class="dim">${changed.length} of ${previews.length}</span></h2>
      ${
        changed.length === 0
          ? html`<p class="dim">Nothing: the target holds all of it.</p>`
          : html`<p><a href="/sites/${site}/patches/${patch}/changes">See every change, line by line</a></p>`
      }
      <ul class="documents">
        ${previews.slice(0, mostListed).map(previewHtml)}
      </ul>
      ${moreHtml(previews.length)}`;
  }
  if (unseen !== undefined && step !== null) return unseenHtml(unseen, step);
  const left = record?.documents ?? [];
  if (left.length === 0) return html``;
  return html`<h2>What it left here <span class="dim">${left.length}</span></h2>
    <ul class="documents">
      ${left
        .slice(0, mostListed)
        .map((one) => html`<li><code>${one.name}</code> <span class="dim">${leftAsText(one)}</span></li>`)}
    </ul>
    ${moreHtml(left.length)}`;
}

/** The reason stands with the blockers already, where it is one of them. */
function unseenHtml(why: string, step: PlanStep): Html {
  const untold = whyUnseen(step, why);
  return html`<h2>What it would change</h2>
    <p class="dim">It cannot be shown here${untold === null ? ', for the reason above.' : `: ${untold}`}</p>`;
}

function moreHtml(count: number): Html {
  return count > mostListed ? html`<p class="dim">${count - mostListed} more</p>` : html``;
}

const signs = { add: '+', replace: '~', delete: '−', unchanged: '=' } as const;
const effects = { add: 'added', replace: 'replaced', delete: 'deleted', unchanged: 'unchanged' } as const;

function previewHtml({ name, effect, localEdit }: DocumentPreview): Html {
  return html`<li class="${effect}">
    <span class="sign" aria-hidden="true">${signs[effect]}</span> <code>${name}</code>
    <span class="hidden">${effects[effect]}</span>
    ${localEdit ? html`<strong class="edited">changed here by hand</strong>` : ''}
  </li>`;
}
