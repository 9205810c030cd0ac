import { html } from 'hono/html';
import type { AttemptFact } from '../../journal/journal-event.ts';
import type { AttemptStory } from '../../journal/journal-state.ts';
import type { UsualSteps } from '../../journal/usual-steps.ts';
import { usualSteps } from '../../journal/usual-steps.ts';
import type { Progress } from '../../reconcile/pass-event.ts';
import type { Html } from '../page/page-html.ts';
import type { Scene } from './scene.ts';
import { stepOf, stepsHtml } from './steps.ts';
import { spanAsText } from '../page/times.ts';

/** The attempt under way: which step, for how long, how far; steps are added as they happen. Null: the pass has not come to one. */
export function underWayHtml(scene: Scene, story: AttemptStory | null): Html {
  const heading =
    story === null ? 'A pass is under way' : `Attempt ${story.attempt}: ${story.action} ${story.patch}`;
  return html`<div class="underway">
    <h2 id="underway">${heading}</h2>
    ${stepNowHtml(scene, story)} ${progressHtml(story === null ? null : scene.progress)}
    ${stepsHtml(story?.facts ?? [], scene.zone, { id: 'steps', live: true })}
  </div>`;
}

function stepNowHtml({ outlook, now }: Scene, story: AttemptStory | null): Html {
  const last = story?.facts.findLast((fact) => stepOf(fact).text !== null);
  const elapsed = last === undefined ? 0 : Math.max(0, now - last.at);
  const usual = last === undefined ? '' : usualText(last.kind, usualSteps(outlook.view.journal));
  return html`<p id="now" ${last === undefined ? 'hidden' : ''}>
    <span id="elapsed" data-elapsed="${elapsed}">${spanAsText(elapsed)}</span> in this step
    <span id="usual" class="dim">${usual}</span>
  </p>`;
}

/** `usually 40 s here`; empty where it takes no time, or nobody knows. */
export function usualText(kind: AttemptFact['kind'], usual: UsualSteps): string {
  const span = usual.get(kind) ?? 0;
  return span < 1000 ? '' : `usually ${spanAsText(span)} here`;
}

function progressHtml(progress: Progress | null): Html {
  return html`<progress
      id="progress"
      max="1"
      value="${progress?.share ?? 0}"
      aria-label="How far the step has come"
      ${progress === null ? 'hidden' : ''}
    ></progress>
    <span id="progress-text" class="dim">${progress === null ? '' : progressText(progress)}</span>`;
}

/** How far a step has come, for people. */
export function progressText({ step, done, of, share }: Progress): string {
  const did = step === 'backing-up' ? 'backed up' : 'written';
  return `${done} of ${of} documents ${did}, ${Math.floor(share * 100)} %`;
}
