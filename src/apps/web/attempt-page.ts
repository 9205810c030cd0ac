import { outcomeStyles } from '../../report/outcome-styles.ts';
import { html } from 'hono/html';
import type { AttemptStory } from '../../journal/journal-state.ts';
import { printedBy } from '../../journal/printed-by.ts';
import { proofScopeAsText } from '../../report/proof-scope-as-text.ts';
import { outcomeAsText } from '../../status/outcome-as-text.ts';
import type { AttemptRecord } from '../../status/status.ts';
import type { Html } from '../page/page-html.ts';
import type { Scene } from './scene.ts';
import { stepsHtml } from './steps.ts';
import { momentHtml, shortMomentHtml, spanAsText } from '../page/times.ts';

/** A list of attempts, in the order given. */
export function attemptsHtml(stories: readonly AttemptStory[], site: string, zone: string): Html {
  return html`<table>
    <thead>
      <tr>
        <th scope="col">No</th>
        <th scope="col">What</th>
        <th scope="col">Outcome</th>
        <th scope="col">Started <span class="dim">${zone}</span></th>
        <th scope="col">Took</th>
        <th scope="col">Set off by</th>
      </tr>
    </thead>
    <tbody>
      ${stories.map((story) => rowHtml(story, site, zone))}
    </tbody>
  </table>`;
}

function rowHtml(story: AttemptStory, site: string, zone: string): Html {
  const { attempt, action, startedAt, end, who, trigger, why } = story;
  return html`<tr>
    <th scope="row"><a href="/sites/${site}/attempts/${attempt}">${attempt}</a></th>
    <td>${action}</td>
    <td>${outcomeHtml(story)}</td>
    <td>${shortMomentHtml(startedAt, zone)}</td>
    <td>${end === null ? '' : spanAsText(end.at - startedAt)}</td>
    <td>${who ?? trigger}${why === '' ? '' : `: ${why}`}</td>
  </tr>`;
}

function outcomeHtml({ end }: Pick<AttemptStory, 'end'>): Html {
  if (end === null) return html`<span class="state go">under way</span>`;
  const text = end.outcome === 'abandoned' ? 'abandoned' : outcomeAsText(end.outcome);
  return html`<span class="state ${outcomeStyles[end.outcome]}">${text}</span>`;
}

/** One attempt: its steps, its proof, its documents, its transcript. */
export function attemptPageHtml({ zone }: Scene, story: AttemptStory, record: AttemptRecord): Html {
  const { attempt, patch, action, startedAt, end } = story;
  return html`<div class="head"><h1>Attempt ${attempt}: ${action} ${patch}</h1></div>
    <p class="doing">
      ${outcomeHtml(story)} ${momentHtml(startedAt, zone)}
      ${end === null ? '' : html`<span class="dim">took ${spanAsText(end.at - startedAt)}</span>`}
      ${end === null || end.why === '' ? '' : html`<span class="reason">${end.why}</span>`}
    </p>
    <section aria-labelledby="steps-heading">
      <h2 id="steps-heading">Steps <span class="dim">${zone}</span></h2>
      ${stepsHtml(story.facts, zone, { id: 'attempt-steps', live: false })}
    </section>
    ${proofHtml(record)} ${recordDocumentsHtml(record)} ${printedHtml(printedBy(story))}
    <section aria-labelledby="transcript">
      <h2 id="transcript">Transcript</h2>
      <details class="fold">
        <summary>${record.transcript.length} lines, as the status branch tells them</summary>
        <pre tabindex="0" class="transcript">${record.transcript.join('\n')}</pre>
      </details>
    </section>`;
}

function printedHtml(printed: string): Html {
  if (printed === '') return html``;
  return html`<section aria-labelledby="printed">
    <h2 id="printed">What its code printed</h2>
    <pre tabindex="0" class="transcript">${printed}</pre>
  </section>`;
}

function proofHtml({ proofBefore, proofAfter, scope, outcome }: AttemptRecord): Html {
  if (proofBefore === null) return html``;
  const back =
    outcome !== 'rolled-back' || proofAfter === null
      ? ''
      : proofBefore === proofAfter
        ? html`<p class="proven">The old state is back, by digest.</p>`
        : html`<p>What the attempt wrote is undone; what others wrote meanwhile was left.</p>`;
  return html`<section aria-labelledby="proof">
    <h2 id="proof">Proof <span class="dim">over ${proofScopeAsText(scope)}</span></h2>
    ${back}
    <dl class="facts">
      <div>
        <dt>Before</dt>
        <dd><code>${proofBefore}</code></dd>
      </div>
      <div>
        <dt>After</dt>
        <dd><code>${proofAfter ?? 'none'}</code></dd>
      </div>
    </dl>
  </section>`;
}

function recordDocumentsHtml({ documents, foreign }: AttemptRecord): Html {
  if (documents.length === 0) return html``;
  return html`<section aria-labelledby="documents-heading">
    <h2 id="documents-heading">Documents backed up <span class="dim">${documents.length}</span></h2>
    ${foreign.map(
      (name) =>
        html`<p class="notice wait">
          <code>${name}</code> was written by somebody else meanwhile: left as it is.
        </p>`,
    )}
    <ul class="documents">
      ${documents
        .slice(0, 500)
        .map(
          ({ name, before }) =>
            html`<li>
              <code>${name}</code> <span class="dim">${before?.slice(0, 12) ?? 'did not exist'}</span>
            </li>`,
        )}
    </ul>
  </section>`;
}
