import { html } from 'hono/html';
import type { Blocker } from '../../plan/plan.ts';
import type { PatchAtSite } from '../../reconcile/patches-at-site.ts';
import type { Html } from '../page/page-html.ts';
import { momentHtml } from '../page/times.ts';

/** Where a patch stands, for lists: what wants somebody here, what comes by itself, what cannot go in here, what is past. */
export type Standing = 'wants-you' | 'coming' | 'not-here' | 'past';

const failed: readonly PatchAtSite['state'][] = ['rolled-back', 'refused', 'inconsistent'];

export function standingOf({ state, step }: Pick<PatchAtSite, 'state' | 'step'>): Standing {
  if (failed.includes(state)) return 'wants-you';
  if (step === null) return 'past';
  if (step.kind !== 'wait') return 'coming';
  if (step.action === 'install' && step.blockers.some(({ reason }) => reason === 'NotPossibleHere'))
    return 'not-here';
  return step.blockers.some(wantsSomebodyHere) ? 'wants-you' : 'coming';
}

function wantsSomebodyHere({ reason, who }: Blocker): boolean {
  if (reason === 'Inconsistent' && who === null) return false;
  return ['AwaitingOperator', 'AwaitingApproval', 'Inconsistent', 'Failed', 'NoRoom'].includes(reason);
}

/** A word with a mark: never colour alone. */
export function stateHtml({ state, step }: Pick<PatchAtSite, 'state' | 'step'>): Html {
  const { mark, word } = stateWords[state];
  const pending = state === 'received' || state === 'unknown';
  if (pending && step?.kind === 'install') return html`<span class="state go">next</span>`;
  if (pending && step?.kind === 'wait') return html`<span class="state wait">waits</span>`;
  return html`<span class="state ${mark}">${word}</span>`;
}

const stateWords: Readonly<Record<PatchAtSite['state'], { readonly mark: string; readonly word: string }>> = {
  unknown: { mark: 'dim', word: 'not received' },
  received: { mark: 'dim', word: 'received' },
  installed: { mark: 'good', word: 'installed' },
  removed: { mark: 'dim', word: 'removed' },
  'rolled-back': { mark: 'bad', word: 'rolled back' },
  refused: { mark: 'bad', word: 'refused' },
  inconsistent: { mark: 'bad', word: 'inconsistent' },
  interrupted: { mark: 'wait', word: 'interrupted' },
  recalled: { mark: 'dim', word: 'recalled' },
  superseded: { mark: 'dim', word: 'superseded' },
};

/** What a patch waits for, in a line: what keeps it whatever an operator says comes first, and when that ends or for whom. */
export function waitHtml({ step }: Pick<PatchAtSite, 'step'>, zone: string): Html {
  if (step === null) return html``;
  if (step.kind !== 'wait')
    return html`${step.kind === 'install' ? 'goes in' : 'is removed'} with the next pass`;
  const [first, ...others] = step.blockers.toSorted((a, b) => rankOf(a) - rankOf(b));
  if (first === undefined) return html``;
  const also = new Set(others.map(({ reason }) => reason).filter((reason) => reason !== first.reason)).size;
  const more = also === 0 ? '' : html` <span class="dim">+${also} more</span>`;
  return html`${step.action === 'remove' ? 'removal: ' : ''}${wordsOf(first)}${endHtml(first, zone)}${more}`;
}

/** An operator's leave is what is left when all else is over. */
function rankOf({ reason }: Blocker): number {
  return ['OnHold', 'Suspended'].includes(reason) ? 0 : reason === 'AwaitingOperator' ? 2 : 1;
}

/** Every blocker in full. */
export function blockersHtml(blockers: readonly Blocker[], zone: string): Html {
  return html`<ul class="blockers">
    ${blockers.map(
      (blocker) =>
        html`<li>
          <strong>${wordsOf(blocker)}</strong>${endHtml(blocker, zone)}
          <span>${blocker.message}</span>
        </li>`,
    )}
  </ul>`;
}

/** Several blockers in one sentence. */
export function besidesHtml(blockers: readonly Blocker[], zone: string): Html {
  return html`${blockers.map(
    (blocker, index) => html`${index === 0 ? '' : ', '}${wordsOf(blocker)}${endHtml(blocker, zone)}`,
  )}`;
}

function endHtml({ reason, until, who }: Blocker, zone: string): Html {
  const whom = who === null ? '' : html` <span class="whom">${whomOf(reason, who)}</span>`;
  return html`${whom}${until === null ? '' : html` until ${momentHtml(until, zone)}`}`;
}

function whomOf(reason: Blocker['reason'], who: string): string {
  if (reason === 'OnHold' || reason === 'Suspended' || reason === 'Frozen') return `by ${who}`;
  return `for ${who === 'operator' ? 'an operator' : who}`;
}

/** An attempt under way bars others under the same reason as an inconsistent site, but waits for nobody. */
function wordsOf({ reason, who }: Blocker): string {
  return reason === 'Inconsistent' && who === null ? 'waits for an attempt' : reasonWords[reason];
}

const reasonWords: Readonly<Record<Blocker['reason'], string>> = {
  OutsideWindow: 'outside its window',
  Frozen: 'frozen',
  NotYet: 'not yet',
  AwaitingOperator: 'waits',
  AwaitingApproval: 'wants approval',
  AwaitingDependency: 'needs another patch',
  AwaitingRing: 'waits for a ring',
  OnHold: 'on hold',
  Suspended: 'site suspended',
  RequiresRecalled: 'needs a recalled patch',
  NotPrimary: 'not the primary',
  NoHeadroom: 'too little time',
  NoRoom: 'too little room on the disk',
  ClockDisagrees: 'clocks disagree',
  Unreachable: 'not reachable',
  Inconsistent: 'site inconsistent',
  Failed: 'failed before',
  NotPossibleHere: 'not possible here',
  TriedInThisPass: 'tried in this pass',
};
