import { html } from 'hono/html';
import type { ActFact } from '../../journal/journal-event.ts';
import type { PatchAtSite } from '../../reconcile/patches-at-site.ts';
import type { FormFields } from '../page/form-fields.ts';
import type { Html } from '../page/page-html.ts';
import type { Scene } from './scene.ts';

/** One form. */
interface ActWish {
  readonly kind: ActFact['kind'] | 'wake';
  /** Null: it is about the site. */
  readonly patch: PatchAtSite | null;
  readonly label: string;
  /** Default: one that is often meant. */
  readonly tone?: 'danger' | 'quiet';
  /** What it asks besides why; gets what was typed there before, where that was refused. */
  readonly fields?: (typed: FormFields) => Html;
}

type Ground = Pick<Scene, 'site' | 'formToken' | 'typed'>;

/** A form of an act. The release that it was drawn for goes along: an act is for exactly what was seen. */
export function actForm(ground: Ground, { kind, patch, label, tone, fields }: ActWish): Html {
  const typed = typedInto(ground, { kind, patch });
  return html`<form
    method="post"
    action="/sites/${ground.site}/acts"
    class="act"
    ${typed === null ? '' : html`data-kept`}
  >
    <input type="hidden" name="form" value="${ground.formToken}" />
    <input type="hidden" name="kind" value="${kind}" />
    ${
      patch === null
        ? ''
        : html`<input type="hidden" name="patch" value="${patch.patch}" /><input
              type="hidden"
              name="release"
              value="${patch.releaseDigest ?? ''}"
            />`
    }
    ${fields === undefined ? '' : fields(typed ?? {})} ${kind === 'wake' ? '' : whyField(typed ?? {})}
    <button type="submit" class="${tone ?? ''}">${label}</button>
  </form>`;
}

/** What was typed into this very form and refused; null: nothing. */
function typedInto({ typed }: Ground, { kind, patch }: Pick<ActWish, 'kind' | 'patch'>): FormFields | null {
  return typed?.['kind'] === kind && (typed['patch'] ?? '') === (patch?.patch ?? '') ? typed : null;
}

/** Why somebody acts: it is kept, and shown to others. */
function whyField({ why = '' }: FormFields): Html {
  return html`<label
    >Why <span class="dim">kept in the journal, shown to others</span>
    <input name="why" required maxlength="500" autocomplete="off" value="${why}"
  /></label>`;
}

/** A form that is folded up until somebody wants it, or has typed into it. */
export function foldedAct(ground: Ground, summary: string, wish: ActWish, open = false): Html {
  const unfolded = open || typedInto(ground, wish) !== null;
  return html`<details class="fold" ${unfolded ? 'open' : ''}>
    <summary>${summary}</summary>
    ${actForm(ground, wish)}
  </details>`;
}

/** An act that somebody would look for, and why it is not offered. */
export function absentAct(what: string, why: string): Html {
  return html`<p class="absent"><span>${what}</span> <span class="dim">${why}</span></p>`;
}

/** Instead of forms, for who may only look. */
export const viewersText = html`<p class="dim">You are signed in as a viewer: operators act here.</p>`;
