import { html } from 'hono/html';
import type { AttemptFact } from '../../journal/journal-event.ts';
import type { Instant } from '../../base/instant.ts';
import { factAsText } from '../pass-event-as-text.ts';
import type { Html } from '../page/page-html.ts';
import { localTimeOf } from '../page/times.ts';

type Step = AttemptFact & { readonly at: Instant };

/** The steps of an attempt, each with its time; `live`: more are added as they happen, and read out. */
export function stepsHtml(
  facts: readonly Step[],
  zone: string,
  { id, live }: { readonly id: string; readonly live: boolean },
): Html {
  return html`<ol id="${id}" class="steps" ${live ? html`aria-live="polite" aria-relevant="additions"` : ''}>
    ${facts.map((fact) => stepHtml(fact, zone))}
  </ol>`;
}

function stepHtml(fact: Step, zone: string): Html {
  const { text, mark } = stepOf(fact);
  if (text === null) return html``;
  return html`<li class="${mark}" data-step="${stepKey(fact)}">
    <span class="when">${localTimeOf(fact.at, zone)}</span> <span>${text}</span>
  </li>`;
}

/** What a step is shown as. */
export function stepOf(fact: AttemptFact): { readonly text: string | null; readonly mark: string } {
  return { text: factAsText(fact)?.trim() ?? null, mark: markOf(fact) };
}

/** Tells one step of one attempt from all others. */
export function stepKey({ attempt, kind }: AttemptFact): string {
  return `${attempt}-${kind}`;
}

function markOf(fact: AttemptFact): string {
  switch (fact.kind) {
    case 'committed':
    case 'rolled-back':
      return 'good';
    case 'refused':
    case 'abandoned':
    case 'rolling-back':
    case 'inconsistent':
      return 'bad';
    case 'ran':
      return fact.ok ? 'plain' : 'bad';
    case 'started':
    case 'staged':
    case 'backing-up':
    case 'backed-up':
    case 'installing':
    case 'running':
    case 'observed':
    case 'verifying':
    case 'snapshotted':
    case 'done':
    case 'told':
      return 'plain';
  }
}
