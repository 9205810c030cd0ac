import { html } from 'hono/html';
import type { Html } from '../page/page-html.ts';
import type { CheckedDraft } from './check-draft.ts';
import type { Draft } from './draft.ts';
import { proposalBranch } from './proposal-branch.ts';
import { pullRequestLink } from './pull-request-link.ts';

interface CommitScene {
  readonly draft: Draft;
  readonly checked: CheckedDraft;
  readonly host: string | null;
  readonly formToken: string;
}

/** What would be committed, and once it is, how it gets to the host. */
export function commitPageHtml({
  draft,
  checked: { checked, mistakes },
  host,
  formToken,
}: CommitScene): Html {
  const { committed, id } = draft;
  return html`<h1>Commit</h1>
    ${committed === null ? '' : committedHtml(committed, host)}
    ${
      checked === null
        ? html`<p class="notice bad">
            It cannot be committed yet.
            <a href="/drafts/${id}/check">See what has to be mended</a> (${mistakes.length}).
          </p>`
        : html`<div class="sheet">
            <p>
              These files go to the branch <code>${proposalBranch(checked.manifest.id)}</code>, below
              <code>${checked.path}</code>. Your working copy and what you have not committed stay as they
              are.
            </p>
            <p>Release digest <code>${checked.releaseDigest}</code>.</p>
            <ul class="documents">
              ${checked.files.map(({ path, size }) => html`<li><code>${path}</code> <span class="dim">${size} bytes</span></li>`)}
            </ul>
            <form method="post" action="/drafts/${id}/commit" class="go-on">
              <input type="hidden" name="form" value="${formToken}" />
              <input type="hidden" name="digest" value="${checked.releaseDigest}" />
              <button type="submit" ${committed === null ? '' : html`class="quiet"`}>
                ${committed === null ? 'Commit' : 'Commit again'}
              </button>
            </form>
          </div>`
    }`;
}

function committedHtml({ branch, commit }: NonNullable<Draft['committed']>, host: string | null): Html {
  const link = host === null ? null : pullRequestLink(host, branch);
  return html`<section class="sheet" aria-label="What comes next">
    <p>
      <strong>Committed</strong> as <code>${commit.slice(0, 10)}</code> on the branch <code>${branch}</code>.
      It is on this machine only; send it to the host:
    </p>
    <pre class="commands" tabindex="0">git push -u origin ${branch}</pre>
    ${
      link === null
        ? html`<p>Then open the pull request there.</p>`
        : html`<p>Then <a href="${link}" rel="noreferrer">open the pull request</a>.</p>`
    }
  </section>`;
}
