import { html } from 'hono/html';
import type { ActFact } from '../../journal/journal-event.ts';
import type { SiteActivity } from '../served-site.ts';
import type { Scene } from './scene.ts';
import { underWayHtml } from './under-way.ts';
import type { Html } from '../page/page-html.ts';
import { momentHtml } from '../page/times.ts';

/** What the site is doing, and what of it wants attention. */
export function activityHtml(scene: Scene): Html {
  const { outlook, activity, zone } = scene;
  const open = [...outlook.view.journal.attempts.values()].findLast(({ end }) => end === null) ?? null;
  return html`<section id="activity" class="activity" data-live aria-label="What the site is doing">
    <p class="doing">${doingHtml(activity, zone)}</p>
    ${warningsOf(scene).map((warning) => html`<p class="notice bad">${warning}</p>`)}
    ${activity.waitingActs.map(({ fact }) => html`<p class="notice wait">${waitingText(fact)}</p>`)}
    ${open === null && activity.phase !== 'passing' ? '' : underWayHtml(scene, open)}
  </section>`;
}

function doingHtml({ phase, since, wakesAt, wakesFor, last }: SiteActivity, zone: string): Html {
  switch (phase) {
    case 'passing':
      return html`<span class="state go">at work</span> since ${momentHtml(since, zone)}`;
    case 'stopped':
      return html`<span class="state bad">stopped</span> since ${momentHtml(since, zone)}: nothing happens
        here until the agent is started.`;
    case 'sleeping':
      return html`<span class="state good">idle</span>
        ${last === null ? 'for the first pass' : html`last pass ${momentHtml(last.at, zone)}`}${
          wakesAt === null ? '' : html`; next at ${momentHtml(wakesAt, zone)}`
        }${wakesFor === null ? '' : html` <span class="dim">${wakesFor}</span>`}`;
  }
}

/** An act that is not on disk yet. */
function waitingText({ kind, who, ...fact }: ActFact): string {
  const patch = 'patch' in fact ? ` of ${fact.patch}` : '';
  return `Not recorded yet: ${kind}${patch} by ${who}. It is recorded when the pass under way has ended, and lost if the agent ends before.`;
}

function warningsOf({ outlook, fault, activity, acts, zone }: Scene): readonly (string | Html)[] {
  const { installed, facts } = outlook.view;
  const { suspended } = acts;
  const { last, configurationFault } = activity;
  return [
    ...(fault === null ? [] : [`${fault.message} ${fault.hint} What is shown is what was known before.`]),
    ...(installed.inconsistent === null
      ? []
      : [
          `Inconsistent since attempt ${installed.inconsistent.attempt} of ${installed.inconsistent.patch}: nothing runs here until an operator has settled it. ${installed.inconsistent.why}`,
        ]),
    ...(suspended === null
      ? []
      : [html`Suspended by ${suspended.who} since ${momentHtml(suspended.at, zone)}: ${suspended.why}`]),
    ...(last?.result.kind === 'failed'
      ? [`The last pass failed: ${last.result.message} ${last.result.hint}`]
      : []),
    ...(last?.result.kind === 'busy' ? [last.result.message] : []),
    ...(last?.result.kind === 'passed'
      ? last.result.problems
          .filter(({ type }) => type !== 'ConfigurationRefused')
          .map(({ message }) => message)
      : []),
    ...(facts.productionOwed === true
      ? ['The production was held for a patch, and has not been started or updated since.']
      : []),
    ...(configurationFault === null
      ? []
      : [`site.yaml was changed and cannot be used, so the former one holds: ${configurationFault}`]),
  ];
}
