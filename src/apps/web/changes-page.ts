import { html } from 'hono/html';
import type { PatchAtSite } from '../../reconcile/patches-at-site.ts';
import type { Difference } from '../../reconcile/patch-differences.ts';
import type { RemovalOutlook } from '../../reconcile/foresee-removal.ts';
import { actForm, viewersText } from './act-form.ts';
import { differenceHtml } from '../page/difference.ts';
import type { Html } from '../page/page-html.ts';
import type { Scene } from './scene.ts';

/** Documents on one page, and lines of one document; a document alone gets more. */
const mostDocuments = 25;
const mostLines = 200;
const mostLinesAlone = 5000;

/** A part of what would be changed, ready to be shown. */
export interface ShownDifferences {
  readonly documents: readonly Html[];
  /** Place of the first document of the next page; null: this is the last. */
  readonly next: number | null;
}

/** Takes documents from `from` on, or the one at `only`; no more of them is held in memory than is shown. */
export async function takeDifferences(
  differences: AsyncIterable<Difference>,
  { from, only }: { readonly from: number; readonly only: number | null },
): Promise<ShownDifferences> {
  const documents: Html[] = [];
  let place = -1;
  for await (const difference of differences) {
    place += 1;
    if (only === place) return { documents: [differenceHtml(difference, mostLinesAlone)], next: null };
    if (only !== null || place < from) continue;
    if (documents.length === mostDocuments) return { documents, next: place };
    const alone = html`<a href="?only=${place}">Show this document alone</a>`;
    documents.push(differenceHtml(difference, mostLines, alone));
  }
  return { documents, next: null };
}

/** What a patch would change here, document by document. */
export function changesPageHtml(
  { site }: Scene,
  { patch, title }: PatchAtSite,
  shown: ShownDifferences,
): Html {
  return html`<div class="head">
      <h1>What ${patch} would change here <span class="title">${title ?? ''}</span></h1>
    </div>
    <p class="dim">Against what the target of ${site} holds now; each patch on its own.</p>
    ${differencesHtml(shown, 'Nothing: the target holds all of it.')}`;
}

function differencesHtml({ documents, next }: ShownDifferences, empty: string): Html {
  if (documents.length === 0) return html`<p class="empty">${empty}</p>`;
  return html`${documents} ${next === null ? '' : html`<p><a href="?from=${next}">More documents</a></p>`}`;
}

/** What would be put back, what stands on the patch, and the form. */
export function removalPageHtml(
  scene: Scene,
  patch: PatchAtSite,
  removal: RemovalOutlook,
  shown: ShownDifferences,
): Html {
  const { site } = scene;
  return html`<div class="head">
      <h1>Remove ${patch.patch} <span class="title">${patch.title ?? ''}</span></h1>
    </div>
    ${removal.why === null ? '' : html`<p class="notice bad">${removal.why}</p>`}
    ${
      removal.before.length === 0
        ? html`<p>No other installed patch stands on it.</p>`
        : html`<p class="notice wait">
              Installed patches stand on it and have to be removed before it, in this order:
            </p>
            <ol class="chain">
              ${removal.before.map((above) => html`<li><a href="/sites/${site}/patches/${above}/removal">${above}</a></li>`)}
            </ol>`
    }
    ${removalFormHtml(scene, patch, removal)}
    <h2>What would be restored</h2>
    ${removal
      .left()
      .map(
        (name) =>
          html`<p class="notice wait"><code>${name}</code> was written by others since: that stays.</p>`,
      )}
    ${differencesHtml(shown, removal.why === null ? 'Nothing would be put back.' : 'Nothing can be restored.')}`;
}

function removalFormHtml(scene: Scene, patch: PatchAtSite, removal: RemovalOutlook): Html {
  if (scene.role !== 'operator') return viewersText;
  if (removal.why !== null) return html``;
  const unasked = scene.outlook.unwillingAbove(patch.patch);
  if (unasked.length > 0)
    return html`<p class="dim">
      It can be asked for once these are asked to be removed: ${unasked.join(', ')}.
    </p>`;
  const label =
    removal.before.length === 0 ? `Remove ${patch.patch}` : `Remove ${patch.patch} once they are out`;
  return actForm(scene, { kind: 'remove', patch, label, tone: 'danger' });
}
