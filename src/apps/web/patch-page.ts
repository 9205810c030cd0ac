import { html } from 'hono/html';
import type { AttemptStory, RecordedAct } from '../../journal/journal-state.ts';
import type { DocumentPreview } from '../../plan/intended.ts';
import type { PatchAtSite } from '../../reconcile/patches-at-site.ts';
import { rehearsalAsText } from '../../report/rehearsal-as-text.ts';
import { patchActsHtml } from './act-forms.ts';
import { activityHtml } from './activity.ts';
import { attemptsHtml } from './attempt-page.ts';
import type { Html } from './page-html.ts';
import type { PatchDetail } from './patch-detail.ts';
import type { Scene } from './scene.ts';
import { blockersHtml, stateHtml } from './standing.ts';
import { stepsHtml } from './steps.ts';
import { momentHtml, shortMomentHtml } from './times.ts';

/** What could be read of the release; null: the channel does not name it. */
type Detail = PatchDetail | { readonly why: string } | null;

/** One patch at one site: where it stands, what can be done, what it says of itself, what it would change, what was tried. */
export function patchPageHtml(scene: Scene, patch: PatchAtSite, detail: Detail): Html {
  const stories = [...scene.outlook.view.journal.attempts.values()].filter(
    (one) => one.patch === patch.patch,
  );
  return html`<div class="head">
      <h1>${patch.patch} <span class="title">${patch.title ?? ''}</span></h1>
    </div>
    ${activityHtml(scene)}
    <section id="standing" data-live aria-label="Where it stands">${standingHtml(scene, patch)}</section>
    <section id="acts" data-live aria-label="What can be done">${patchActsHtml(scene, patch)}</section>
    <div class="columns">
      <section aria-labelledby="notes">
        <h2 id="notes">Notes</h2>
        ${notesHtml(scene, patch, detail)}
      </section>
      <div>
        <section id="documents" data-live aria-label="Documents">${documentsHtml(scene, patch)}</section>
        <section aria-label="What it is">${factsHtml(detail)}</section>
      </div>
    </div>
    <section id="attempts" data-live aria-label="Attempts">${triedHtml(scene, stories)}</section>
    <section id="said" data-live aria-label="What was said">${saidHtml(scene, patch)}</section>`;
}

function standingHtml({ zone, outlook }: Scene, patch: PatchAtSite): Html {
  const { step, since, why } = patch;
  const recall = outlook.desired?.recalls.find((one) => one.patch === patch.patch);
  const rehearsal = patch.releaseDigest === null ? undefined : outlook.rehearsals.get(patch.releaseDigest);
  const unseen = outlook.unseen.get(patch.patch);
  return html`<p class="doing">
      ${stateHtml(patch)} ${since === null ? '' : html`since ${momentHtml(since, zone)}`}
      ${why === '' ? '' : html`<span class="reason">${why}</span>`}
    </p>
    ${
      recall === undefined
        ? ''
        : html`<p class="notice bad">
            ${recall.who} took it back: ${recall.why} (what is installed: ${recall.installed})
          </p>`
    }
    ${step?.kind === 'wait' ? blockersHtml(step.blockers, zone) : ''}
    ${
      step !== null && step.kind !== 'wait'
        ? html`<p>
            Nothing stands against it: the next pass ${step.kind === 'install' ? 'installs' : 'removes'} it.
          </p>`
        : ''
    }
    ${unseen === undefined ? '' : html`<p class="notice wait">Its kit could not be read: ${unseen}</p>`}
    ${
      rehearsal === undefined
        ? ''
        : html`<p class="dim">${momentHtml(rehearsal.at, zone)}: ${rehearsalAsText(rehearsal)}</p>`
    }`;
}

function notesHtml({ site }: Scene, { patch }: PatchAtSite, detail: Detail): Html {
  if (detail === null) return html`<p class="dim">The channel does not name it any more.</p>`;
  if ('why' in detail) return html`<p class="dim">They cannot be read: ${detail.why}</p>`;
  if (detail.notes === null) return html`<p class="dim">It has none.</p>`;
  return html`<iframe
    class="notes"
    sandbox=""
    src="/sites/${site}/patches/${patch}/notes"
    title="Release notes of ${patch}"
  ></iframe>`;
}

/** Names that a page lists before it only counts. */
const mostListed = 200;

function documentsHtml({ site, outlook }: Scene, { patch, record }: PatchAtSite): Html {
  const previews = outlook.previews.get(patch);
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
  const left = record?.documents ?? [];
  if (left.length === 0) return html``;
  return html`<h2>What it left here <span class="dim">${left.length}</span></h2>
    <ul class="documents">
      ${left
        .slice(0, mostListed)
        .map(
          ({ name, digest }) =>
            html`<li><code>${name}</code> <span class="dim">${digest?.slice(0, 12) ?? 'deleted'}</span></li>`,
        )}
    </ul>
    ${moreHtml(left.length)}`;
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

function factsHtml(detail: Detail): Html {
  if (detail === null || 'why' in detail) return html``;
  const { manifest, parameters } = detail;
  const rows: readonly (readonly [string, string])[] = [
    ...(manifest.requires.length > 0 ? [['Requires', manifest.requires.join(', ')] as const] : []),
    ...(manifest.supersedes.length > 0 ? [['Supersedes', manifest.supersedes.join(', ')] as const] : []),
    ...(manifest.install.run === null ? [] : [['Runs', manifest.install.run] as const]),
    ...(manifest.install.production === 'none' ? [] : [['Production', manifest.install.production] as const]),
    ...(manifest.verify.length > 0 ? [['Checks afterwards', String(manifest.verify.length)] as const] : []),
    ...(manifest.backup.globals.length > 0
      ? [['Also backs up', manifest.backup.globals.join(', ')] as const]
      : []),
  ];
  const own = Object.entries(parameters);
  return html`${
    rows.length === 0
      ? ''
      : html`<h2>What it is</h2>
          ${listOf(rows)}`
  }
  ${
    own.length === 0
      ? ''
      : html`<h2>Parameters here</h2>
          ${listOf(own)}`
  }`;
}

function listOf(rows: readonly (readonly [string, string])[]): Html {
  return html`<dl class="facts">
    ${rows.map(
      ([term, text]) =>
        html`<div>
          <dt>${term}</dt>
          <dd>${text}</dd>
        </div>`,
    )}
  </dl>`;
}

function triedHtml({ site, zone }: Scene, stories: readonly AttemptStory[]): Html {
  const last = stories.at(-1);
  if (last === undefined) return html``;
  return html`<h2>Attempts <span class="dim">${stories.length}</span></h2>
    ${attemptsHtml(stories.toReversed(), site, zone)}
    <details class="fold" ${last.end !== null && last.end.why !== '' ? 'open' : ''}>
      <summary>Steps of attempt ${last.attempt}</summary>
      ${stepsHtml(last.facts, zone, { id: 'last-steps', live: false })}
    </details>`;
}

const mostSaid = 50;

function saidHtml({ outlook, zone }: Scene, { patch }: PatchAtSite): Html {
  const acts = outlook.view.journal.acts.filter((act) => 'patch' in act && act.patch === patch);
  if (acts.length === 0) return html``;
  return html`<h2>What was said <span class="dim">${zone}</span></h2>
    <ol class="said">
      ${acts
        .slice(-mostSaid)
        .toReversed()
        .map((act) => saidRow(act, zone))}
    </ol>`;
}

function saidRow({ kind, who, why, at }: RecordedAct, zone: string): Html {
  return html`<li>
    <span class="when">${shortMomentHtml(at, zone)}</span>
    <strong>${kind.replaceAll('-', ' ')}</strong> ${who}: ${why}
  </li>`;
}
