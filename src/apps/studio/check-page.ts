import { html } from 'hono/html';
import { plainText } from '../../base/plain-text.ts';
import type { PatchPreview, SiteGroup } from '../../fleet/preview/preview.ts';
import { countAsText } from '../../report/count-as-text.ts';
import { previewFigures, verdictAsText } from '../../report/preview/preview-figures.ts';
import {
  blockerAsText,
  documentRemark,
  leavesAsText,
  patchFacts,
  ruleAsText,
  sitesAsText,
  startAsText,
} from '../../report/preview/preview-words.ts';
import type { Html } from '../page/page-html.ts';
import type { CheckedDraft } from './check-draft.ts';
import type { Draft } from './draft.ts';
import type { FieldIssue } from './patch-fields.ts';
import type { ToldPreview } from './studio-desk.ts';

const mostDocuments = 20;

/** The findings of `kit check`, each with the way to its field, and what the patch would do. */
export function checkPageHtml(
  draft: Draft,
  { mistakes, remarks, checked }: CheckedDraft,
  preview: ToldPreview | { readonly why: string } | null,
): Html {
  return html`<h1>Check</h1>
    ${
      checked === null
        ? html`<p class="notice bad">
            ${countAsText(mistakes.length, 'thing')} to be mended before it can be committed.
          </p>`
        : html`<p class="notice good">
            No mistake in ${checked.manifest.id}: ${countAsText(checked.documents.length, 'document')} in
            ${countAsText(checked.manifest.kit.length, 'kit file')}, release digest
            <code>${checked.releaseDigest}</code>.
          </p>`
    }
    ${issuesHtml(draft, mistakes, '')}
    ${
      remarks.length === 0
        ? ''
        : html`<h2>Look at ${remarks.length === 1 ? 'this' : 'these'} before it is released</h2>
            ${issuesHtml(draft, remarks, 'worth-item')}`
    }
    ${previewHtml(preview)}
    ${
      checked === null
        ? ''
        : html`<p class="go-on">
            <a href="/drafts/${draft.id}/commit?checked=${checked.releaseDigest}">Go on to the commit</a>
          </p>`
    }`;
}

function issuesHtml(draft: Draft, issues: readonly FieldIssue[], look: string): Html {
  if (issues.length === 0) return html``;
  return html`<ul class="issues">
    ${issues.map(
      ({ field, message }) =>
        html`<li class="${look}">
          <a href="/drafts/${draft.id}/${stepOf(field)}">${titleOf(field)}</a> ${message}
        </li>`,
    )}
  </ul>`;
}

function stepOf(field: string): string {
  if (field === 'documents') return 'documents?picked=yes';
  return field === 'policy' || field.startsWith('rule ') ? 'policy' : 'patch';
}

function titleOf(field: string): string {
  const place = /^rule (.*)$/.exec(field)?.[1];
  if (place !== undefined)
    return place === 'default' ? 'When, everywhere:' : `When, ${place.replace(':', ' ')}:`;
  const titles: Readonly<Record<string, string>> = {
    id: 'Id',
    run: 'Code to run',
    general: 'Patch:',
    policy: 'When:',
    documents: 'Documents:',
  };
  return titles[field] ?? `${field.slice(0, 1).toUpperCase()}${field.slice(1)}`;
}

function previewHtml(preview: ToldPreview | { readonly why: string } | null): Html {
  if (preview === null) return html``;
  if ('why' in preview)
    return html`<h2>What it would do</h2>
      <p class="dim">It cannot be said here: ${preview.why}</p>`;
  return html`<h2>What it would do <span class="dim">were it released and published now</span></h2>
    ${preview.remarks.map((remark) => html`<p class="notice wait">${plainText(remark, 500)}</p>`)}
    ${preview.preview.patches.map(patchHtml)}`;
}

function patchHtml(patch: PatchPreview): Html {
  return html`<p><strong>${verdictAsText(previewFigures(patch.groups))}</strong></p>
    <p class="dim">${patchFacts(patch).join(' ')}</p>
    <table class="outlook">
      <thead>
        <tr>
          <th scope="col">Sites</th>
          <th scope="col">When</th>
          <th scope="col">What is waited for</th>
          <th scope="col">Documents</th>
        </tr>
      </thead>
      <tbody>
        ${patch.groups.map((group) => groupHtml(group, patch.release.id))}
      </tbody>
    </table>`;
}

function groupHtml(group: SiteGroup, patch: string): Html {
  const { outlook, ring, timezone, rule } = group;
  const planned = outlook.kind === 'planned' ? outlook : null;
  const waits =
    planned === null
      ? []
      : [
          ...leavesAsText(planned.forecast, patch),
          ...planned.blockers
            .filter(({ until }) => until !== null)
            .map((one) => blockerAsText(one, timezone)),
        ];
  const documents = planned?.documents ?? [];
  return html`<tr>
    <th scope="row">${sitesAsText(group)} <span class="dim">ring ${ring}, ${ruleAsText(rule)}</span></th>
    <td>${startAsText(group)}</td>
    <td>${waits.map((wait) => html`<span class="mark">${wait}</span> `)}</td>
    <td>
      <ul class="documents">
        ${documents.slice(0, mostDocuments).map(
          (document) =>
            html`<li class="${document.effect}">
              <span class="sign" aria-hidden="true">${signs[document.effect]}</span>
              <code>${document.name}</code>
              <span class="hidden">${effects[document.effect]}</span>
              <span class="dim">${documentRemark(document)}</span>
            </li>`,
        )}
      </ul>
      ${documents.length > mostDocuments ? html`<span class="dim">${documents.length - mostDocuments} more</span>` : ''}
    </td>
  </tr>`;
}

const signs = { add: '+', replace: '~', delete: '−', unchanged: '=', unknown: '?' } as const;
const effects = {
  add: 'added',
  replace: 'replaced',
  delete: 'deleted',
  unchanged: 'unchanged',
  unknown: 'not known',
} as const;
