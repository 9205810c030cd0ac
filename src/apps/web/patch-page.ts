import { html } from 'hono/html';
import type { AttemptStory, RecordedAct } from '../../journal/journal-state.ts';
import type { PlanStep } from '../../plan/plan.ts';
import type { PatchAtSite } from '../../reconcile/patches-at-site.ts';
import { rehearsalAsText } from '../../report/rehearsal-as-text.ts';
import { patchActsHtml } from './patch-acts.ts';
import { activityHtml } from './activity.ts';
import { attemptsHtml } from './attempt-page.ts';
import type { Html } from '../page/page-html.ts';
import { documentsHtml } from './patch-documents.ts';
import type { Detail } from './patch-facts.ts';
import { factsHtml, notesHtml } from './patch-facts.ts';
import type { Scene } from './scene.ts';
import { blockersHtml, stateHtml } from './standing.ts';
import { stepsHtml } from './steps.ts';
import { momentHtml, shortMomentHtml } from '../page/times.ts';

/** One patch at one site: where it stands, what can be done, what it says of itself, what it would change, what was tried. */
export function patchPageHtml(
  scene: Scene,
  patch: PatchAtSite,
  { detail, against }: { readonly detail: Detail; readonly against: Html | null },
): Html {
  const stories = [...scene.outlook.view.journal.attempts.values()].filter(
    (one) => one.patch === patch.patch,
  );
  return html`<div class="head">
      <h1>${patch.patch} <span class="title">${patch.title ?? ''}</span></h1>
    </div>
    ${activityHtml(scene)}
    <section id="standing" data-live aria-label="Where it stands">${standingHtml(scene, patch)}</section>
    <section id="acts" data-live aria-label="What can be done">
      ${patchActsHtml(scene, patch, against)}
    </section>
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
  return html`<p class="doing">
      ${stateHtml(patch)} ${since === null ? '' : html`since ${momentHtml(since, zone)}`}
      ${why === '' || isSaidBy(step, why) ? '' : html`<span class="reason">${why}</span>`}
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
    ${
      rehearsal === undefined
        ? ''
        : html`<p class="dim">${momentHtml(rehearsal.at, zone)}: ${rehearsalAsText(rehearsal)}</p>`
    }`;
}

/** Whether a blocker gives the reason too. */
function isSaidBy(step: PlanStep | null, why: string): boolean {
  return step?.kind === 'wait' && step.blockers.some(({ message }) => message.includes(why));
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
