import { html } from 'hono/html';
import { isConsented } from '../../plan/wanted-consent.ts';
import type { WantedConsent } from '../../plan/wanted-consent.ts';
import type { PatchAtSite } from '../../reconcile/patches-at-site.ts';
import type { Html } from '../page/page-html.ts';
import type { Scene } from './scene.ts';

/** What cannot be taken back and nobody has consented to as it stands; null: nothing. */
export function openConsent({ outlook, acts }: Scene, patch: PatchAtSite): WantedConsent | null {
  const wanted = outlook.consents.get(patch.patch);
  if (wanted === undefined) return null;
  return isConsented(acts.consents.get(patch.patch), patch.releaseDigest, wanted) ? null : wanted;
}

/** What a tick would be for: in words, and as lines that would be changed. */
export function consentHtml(scene: Scene, patch: PatchAtSite, against: Html | null): Html {
  const wanted = openConsent(scene, patch);
  if (wanted === null) return givenHtml(scene, patch);
  return html`<div class="consent">
    ${wanted.reasons.map((reason) => html`<p>${reason}</p>`)} ${against ?? ''}
  </div>`;
}

function givenHtml({ outlook, acts }: Scene, { patch }: PatchAtSite): Html {
  const given = acts.consents.get(patch);
  const reasons = outlook.consents.get(patch)?.reasons;
  if (given === undefined || reasons === undefined) return html``;
  return html`<p class="dim">Consented to by ${given.who}: ${reasons.join(' ')}</p>`;
}

/** The tick, in each form that wants one; without it nothing is recorded. */
export function tickHtml(scene: Scene, patch: PatchAtSite): Html {
  const wanted = openConsent(scene, patch);
  if (wanted === null) return html``;
  return html`<input type="hidden" name="seen" value="${wanted.digest}" /><label class="tick must"
      ><input type="checkbox" name="consent" value="yes" required /> I have seen this, and it may be
      done.</label
    >`;
}
