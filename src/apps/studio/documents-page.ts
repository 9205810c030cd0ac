import { html } from 'hono/html';
import type { Issue } from '../../base/issue.ts';
import { kindOf } from '../../document/document-name.ts';
import { countAsText } from '../../report/count-as-text.ts';
import type { Html } from '../page/page-html.ts';
import { shortMomentHtml } from '../page/times.ts';
import type { DocumentFilter } from './document-filter.ts';
import { filterDocuments, foldersOf, kindTitles, queryOf } from './document-filter.ts';
import type { SourceDocument, SourceListing } from './document-source.ts';
import type { Draft } from './draft.ts';
import type { ReleasedDocuments } from './released-documents.ts';

/** Documents on one page. */
const mostShown = 200;
const mostFolders = 500;
const mostIssues = 20;

interface DocumentsScene {
  readonly draft: Draft;
  readonly filter: DocumentFilter;
  readonly listing: SourceListing;
  readonly title: string;
  readonly released: ReleasedDocuments;
  readonly zone: string;
  readonly formToken: string;
}

/** Documents of the source, to be picked. */
export function documentsPageHtml(scene: DocumentsScene): Html {
  const { draft, filter, listing, zone, formToken } = scene;
  const picks = new Set(draft.picks);
  const found = filterDocuments(listing.documents, filter, { picks, zone });
  const from = Math.min(filter.from, Math.floor(Math.max(0, found.length - 1) / mostShown) * mostShown);
  const shown = found.slice(from, from + mostShown);
  const base = `/drafts/${draft.id}/documents`;
  return html`<h1>Documents <span class="title">${scene.title}</span></h1>
    ${issuesHtml(listing.issues)} ${filterHtml(base, scene)}
    <form method="post" action="${base}" class="picking">
      <input type="hidden" name="form" value="${formToken}" />
      <input type="hidden" name="back" value="${queryOf({ ...filter, from })}" />
      <div class="go-on above">
        <button type="submit" name="act" value="keep">Keep the ticks</button>
        ${
          found.length > 0
            ? html`<button type="submit" name="act" value="all" class="quiet">
                  Pick all
                  ${found.length === listing.documents.length ? found.length : html`${found.length} found`}
                </button>
                <button type="submit" name="act" value="none" class="quiet">Pick none of them</button>`
            : ''
        }
        <span class="dim"
          >${draft.picks.length} picked, ${countAsText(found.length, 'document')} of
          ${listing.documents.length} here</span
        >
      </div>
      ${found.length === 0 ? html`<p class="empty">No document is so.</p>` : tableHtml(scene, shown, picks)}
      ${partsHtml(base, { ...filter, from }, found.length)}
      <div class="go-on">
        <button type="submit" name="act" value="go-on">Keep the ticks and see the changes</button>
      </div>
    </form>`;
}

function filterHtml(base: string, { filter, listing }: DocumentsScene): Html {
  const folders = foldersOf(listing.documents).slice(0, mostFolders);
  const { text, folder, kind, since, picked, sort } = filter;
  return html`<form method="get" action="${base}" role="search" class="search">
    <label for="q" class="hidden">Name</label>
    <input id="q" type="search" name="q" value="${text}" placeholder="Name, or Lab.*.cls" maxlength="200" />
    <label for="in" class="hidden">Package</label>
    <select id="in" name="in">
      <option value="">any package</option>
      ${folders.map((one) => html`<option ${one === folder ? 'selected' : ''}>${one}</option>`)}
    </select>
    <label for="kind" class="hidden">Kind</label>
    <select id="kind" name="kind">
      <option value="">any kind</option>
      ${Object.entries(kindTitles).map(
        ([value, words]) =>
          html`<option value="${value}" ${value === kind ? 'selected' : ''}>${words}</option>`,
      )}
    </select>
    <label for="since">changed since</label>
    <input id="since" type="date" name="since" value="${since}" />
    <label class="tick"
      ><input type="checkbox" name="picked" value="yes" ${picked ? 'checked' : ''} /> picked only</label
    >
    <label for="sort" class="hidden">Order</label>
    <select id="sort" name="sort">
      <option value="">by name</option>
      <option value="changed" ${sort === 'changed' ? 'selected' : ''}>latest change first</option>
    </select>
    <button type="submit" class="quiet">Show</button>
    ${queryOf({ ...filter, from: 0 }) === '' ? '' : html`<a href="${base}">Show all</a>`}
  </form>`;
}

function tableHtml(
  { released, zone }: DocumentsScene,
  shown: readonly SourceDocument[],
  picks: ReadonlySet<string>,
): Html {
  const hasFiles = shown.some(({ from }) => from !== '');
  return html`<table>
    <thead>
      <tr>
        <td class="tickbox" id="tick-all"></td>
        <th scope="col">Document</th>
        <th scope="col" class="narrow">Kind</th>
        <th scope="col" class="narrow">Changed <span class="dim">${zone}</span></th>
        <th scope="col">Latest release with it</th>
        ${hasFiles ? html`<th scope="col">File</th>` : ''}
      </tr>
    </thead>
    <tbody>
      ${shown.map(({ key, name, from, changedAt }, index) => {
        const latest = released.latest(name);
        return html`<tr>
          <td class="tickbox">
            <input
              type="checkbox"
              id="d${index}"
              name="tick"
              value="${key}"
              ${picks.has(key) ? 'checked' : ''}
            />
            <input type="hidden" name="shown" value="${key}" />
          </td>
          <th scope="row">
            <label for="d${index}"><code>${name}</code></label>
          </th>
          <td class="narrow">${kindTitles[kindOf(name)]}</td>
          <td class="narrow">
            ${changedAt === null ? html`<span class="dim">unknown</span>` : shortMomentHtml(changedAt, zone)}
          </td>
          <td>
            ${latest === null ? html`<span class="dim">none</span>` : latest.digest === null ? `${latest.patch} removes it` : latest.patch}
          </td>
          ${hasFiles ? html`<td class="dim">${from}</td>` : ''}
        </tr>`;
      })}
    </tbody>
  </table>`;
}

function partsHtml(base: string, filter: DocumentFilter, count: number): Html {
  if (count <= mostShown) return html``;
  const at = (from: number): string => `${base}${queryOf({ ...filter, from })}`;
  const last = Math.min(count, filter.from + mostShown);
  return html`<nav class="pages" aria-label="Parts of the list">
    ${filter.from > 0 ? html`<a href="${at(Math.max(0, filter.from - mostShown))}" rel="prev">Before</a>` : ''}
    <span class="dim">${filter.from + 1}–${last} of ${count}</span>
    ${last < count ? html`<a href="${at(last)}" rel="next">After</a>` : ''}
    <span class="dim">Keep the ticks before you turn the page.</span>
  </nav>`;
}

function issuesHtml(issues: readonly Issue[]): Html {
  if (issues.length === 0) return html``;
  return html`<div class="notice wait">
    <p>These files cannot be read, and their documents are not listed:</p>
    <ul>
      ${issues.slice(0, mostIssues).map(({ file, line, message }) => html`<li>${file}${line > 0 ? `:${line}` : ''}: ${message}</li>`)}
    </ul>
    ${issues.length > mostIssues ? html`<p>${issues.length - mostIssues} more</p>` : ''}
  </div>`;
}
