import { html } from 'hono/html';
import { isFailure } from '../../base/failure.ts';
import { equalBytes } from '../../document/equal-bytes.ts';
import { differenceHtml } from '../page/difference.ts';
import type { Html } from '../page/page-html.ts';
import type { SourceDocument } from './document-source.ts';
import type { ReleasedDocument } from './released-documents.ts';
import type { HoldingSite } from './sites-holding.ts';
import { sitesHolding } from './sites-holding.ts';
import type { StudioDesk } from './studio-desk.ts';

/** Documents on one page, and lines of one document; a document alone gets more. */
const mostDocuments = 25;
const mostLines = 200;
const mostLinesAlone = 5000;
const mostSites = 10;

interface Wanted {
  readonly from: number;
  /** Place of the one document that is wanted; null: all. */
  readonly only: number | null;
}

/** The picked documents against what the fleet was sent, a part of them. */
export async function changesPageHtml(
  desk: StudioDesk,
  picked: readonly SourceDocument[],
  { from, only }: Wanted,
): Promise<Html> {
  const heading = html`<h1>Changes <span class="title">against what the fleet was sent</span></h1>`;
  if (picked.length === 0)
    return html`${heading}
      <p class="empty">Nothing is picked yet.</p>`;
  const shown = only === null ? picked.slice(from, from + mostDocuments) : picked.slice(only, only + 1);
  const released = await desk.released();
  const sites = desk.sites === null ? null : await desk.sites();
  const parts: Html[] = [];
  for (const [index, document] of shown.entries()) {
    const latest = released.latest(document.name);
    const holding = sites === null || latest === null ? [] : sitesHolding(document.name, latest, sites);
    const place = (only ?? from) + index;
    parts.push(
      html`${await documentHtml(desk, document, { latest, only: only !== null, place })}
      ${holdingHtml(holding)}`,
    );
  }
  const next = only === null && from + mostDocuments < picked.length ? from + mostDocuments : null;
  return html`${heading} ${released.remarks.map((remark) => html`<p class="notice wait">${remark}</p>`)}
    ${parts} ${next === null ? '' : html`<p><a href="?from=${next}">More documents</a></p>`}
    ${only === null ? '' : html`<p><a href="?">All documents</a></p>`}
    <p class="go-on"><a href="patch">Go on to the patch</a></p>`;
}

interface Compared {
  readonly latest: ReleasedDocument | null;
  readonly only: boolean;
  readonly place: number;
}

async function documentHtml(
  desk: StudioDesk,
  document: SourceDocument,
  { latest, only, place }: Compared,
): Promise<Html> {
  try {
    const released = await desk.released();
    const before = latest === null ? null : await released.read(latest);
    const found = await desk.source.read(document);
    const { name } = document;
    if (found === null)
      return await html`<p class="notice bad"><code>${name}</code> is not there any more.</p>`;
    const after = found.document.bytes;
    if (before !== null && equalBytes(before, after))
      return await html`<section class="difference" aria-label="${name}">
        <h3><code>${name}</code> <span class="dim">unchanged</span></h3>
        <p class="dim">It is what ${latest?.patch} carries already: as it is it would change nothing.</p>
      </section>`;
    const alone = html`<a href="?only=${place}">Show this document alone</a>`;
    const most = only ? mostLinesAlone : mostLines;
    return await html`${differenceHtml({ name, before, after }, most, only ? '' : alone)}
    ${againstHtml(latest)}`;
  } catch (error) {
    if (!isFailure(error, 'INVALID_FILE')) throw error;
    return await html`<p class="notice bad"><code>${document.name}</code>: ${error.message}</p>`;
  }
}

function againstHtml(latest: ReleasedDocument | null): Html {
  if (latest === null) return html`<p class="dim">No release carries it yet.</p>`;
  if (latest.digest === null)
    return html`<p class="dim">The latest release that names it, ${latest.patch}, removes it.</p>`;
  return html`<p class="dim">
    Against ${latest.patch}, the latest release that carries
    it${latest.merged ? ', which merges these nodes into what a site has' : ''}.
  </p>`;
}

function holdingHtml(holding: readonly HoldingSite[]): Html {
  const others = holding.filter(({ holds }) => holds.kind === 'other');
  const unknown = holding.filter(({ holds }) => holds.kind === 'unknown');
  return html`${
    others.length === 0
      ? ''
      : html`<p class="dim">
          Something else is at
          ${named(others, ({ site, holds }) => `${site} (${holds.kind === 'other' && holds.patch !== null ? holds.patch : 'no release that it tells of'})`)}.
        </p>`
  }
  ${unknown.length === 0 ? '' : html`<p class="dim">Not known of ${named(unknown, ({ site }) => site)}.</p>`}`;
}

function named(sites: readonly HoldingSite[], of: (site: HoldingSite) => string): string {
  const more = sites.length - mostSites;
  return `${sites.slice(0, mostSites).map(of).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
