import { html } from 'hono/html';
import type { Blocker } from '../../plan/plan.ts';
import { isHeldHere } from '../../plan/read-operator-acts.ts';
import { localAsText } from '../../policy/zoned-time.ts';
import type { PatchAtSite } from '../../reconcile/patches-at-site.ts';
import { absentAct, actForm, foldedAct, viewersText } from './act-form.ts';
import { consentHtml, tickHtml } from './consent.ts';
import { objectionTo } from './objection-to.ts';
import { besidesHtml } from './standing.ts';
import type { Html } from '../page/page-html.ts';
import type { Scene } from './scene.ts';

/** What can be done with a patch as it stands; what makes no sense now is not offered. `against`: what it would do to what wants a consent. */
export function patchActsHtml(scene: Scene, patch: PatchAtSite, against: Html | null): Html {
  if (scene.role !== 'operator') return viewersText;
  if (patch.record === null)
    return html`<p class="dim">The site has not received this patch yet; the next pass does.</p>`;
  return html`${installHtml(scene, patch, against)} ${retryHtml(scene, patch, against)}
    <div class="acts">
      ${approveHtml(scene, patch)} ${keepHtml(scene, patch)} ${resumeHtml(scene, patch)}
      ${holdHtml(scene, patch)} ${widenHtml(scene, patch)} ${removeHtml(scene, patch)}
      ${settleHtml(scene, patch)}
    </div>`;
}

function isToInstall({ step, state }: PatchAtSite): boolean {
  if (state === 'rolled-back' || state === 'refused' || state === 'inconsistent') return false;
  return step !== null && (step.kind === 'wait' ? step.action === 'install' : step.kind === 'install');
}

function installHtml(scene: Scene, patch: PatchAtSite, against: Html | null): Html {
  if (!isToInstall(patch)) return html``;
  const why = objectionTo(scene, { kind: 'install-now', ...releaseOf(patch) });
  if (why !== null) return absentAct('Install', why);
  const tick = tickHtml(scene, patch);
  return html`${leaveHtml(scene, patch)}
    <div class="main-act">
      ${consentHtml(scene, patch, against)}
      <div>
        ${actForm(scene, { kind: 'install-now', patch, label: 'Install now', fields: () => tick })}
        ${followsHtml(scene, patch, 'installs it')}
        ${foldedAct(scene, 'Install at a time', {
          ...{ kind: 'install-at', patch, label: 'Install then' },
          fields: ({ at = '' }) => html`${tick}${momentField(scene, at)}`,
        })}
      </div>
    </div>`;
}

/** Who has said already that it is to go in, and when. */
function leaveHtml({ acts, zone }: Scene, { patch }: PatchAtSite): Html {
  const later = acts.installAt.get(patch);
  const given = acts.installNow.get(patch) ?? later;
  if (given === undefined) return html``;
  const when = later === undefined ? 'now' : `at ${localAsText(later.from, zone)}`;
  return html`<p class="dim">${given.who} has said to install it ${when}: ${given.why}</p>`;
}

function momentField({ now, zone }: Scene, at: string): Html {
  const least = localAsText(now, zone).split(' ', 2).join('T').slice(0, 16);
  return html`<label
    >From <span class="dim">${zone}</span>
    <input type="datetime-local" name="at" required min="${least}" value="${at}"
  /></label>`;
}

function approveHtml(scene: Scene, patch: PatchAtSite): Html {
  const { setup, who } = scene;
  const wanted = patch.release?.policy.approvals ?? 0;
  if (!isToInstall(patch) || wanted === 0) return html``;
  const key = setup.trust.approver.find(({ name }) => name === who)?.key;
  if (key === undefined)
    return absentAct('Approve', `${who} is none of the approvers whom site.yaml trusts.`);
  const why = objectionTo(scene, { kind: 'approve', ...releaseOf(patch), key });
  if (why !== null) return absentAct('Approve', why);
  return foldedAct(scene, 'Approve', { kind: 'approve', patch, label: 'Approve this release' });
}

function retryHtml(scene: Scene, patch: PatchAtSite, against: Html | null): Html {
  const tried = patch.state !== 'received' && patch.state !== 'removed';
  if (!tried || objectionTo(scene, { kind: 'retry', ...releaseOf(patch) }) !== null) return html``;
  if (patch.state === 'inconsistent')
    return absentAct('Retry', 'The site is inconsistent: settle that first.');
  const tick = tickHtml(scene, patch);
  return html`<div class="main-act">
    ${consentHtml(scene, patch, against)}
    <div>
      ${actForm(scene, { kind: 'retry', patch, label: 'Try again', fields: () => tick })}
      ${followsHtml(scene, patch, 'tries it again, and undoes it again if it fails')}
    </div>
  </div>`;
}

/** What comes of an act that lets the patch in: at once, or after what it waits for besides. */
function followsHtml({ zone }: Scene, { step }: PatchAtSite, then: string): Html {
  const besides = step?.kind === 'wait' ? step.blockers.filter(({ reason }) => !lifted.has(reason)) : [];
  if (besides.length === 0)
    return html`<p class="dim">Nothing else is in its way: the next pass ${then}.</p>`;
  return html`<p class="dim">It then still waits: ${besidesHtml(besides, zone)}.</p>`;
}

/** What an operator's word is the end of. */
const lifted: ReadonlySet<Blocker['reason']> = new Set([
  'AwaitingOperator',
  'Failed',
  'TriedInThisPass',
  'NotYet',
]);

function resumeHtml(scene: Scene, patch: PatchAtSite): Html {
  if (!isHeldHere(patch.patch, scene.acts, scene.now)) return html``;
  return foldedAct(scene, 'Resume', { kind: 'resume', patch, label: 'End the hold' });
}

function keepHtml(scene: Scene, patch: PatchAtSite): Html {
  if (!scene.acts.remove.has(patch.patch)) return html``;
  return foldedAct(scene, 'Keep it', { kind: 'keep', patch, label: 'Take the removal back' });
}

function holdHtml(scene: Scene, patch: PatchAtSite): Html {
  if (patch.step === null || isHeldHere(patch.patch, scene.acts, scene.now)) return html``;
  return foldedAct(scene, 'Hold', {
    ...{ kind: 'hold', patch, label: 'Hold it' },
    fields: ({ until = '' }) =>
      html`<label
        >Until <span class="dim">${scene.zone}; empty: until somebody resumes it</span>
        <input type="datetime-local" name="until" value="${until}"
      /></label>`,
  });
}

function widenHtml(scene: Scene, patch: PatchAtSite): Html {
  if (!isToInstall(patch)) return html``;
  const widened = scene.acts.widened.get(patch.patch) ?? [];
  const summary = widened.length === 0 ? 'Widen the backup' : `Widen the backup (${widened.length} added)`;
  return foldedAct(scene, summary, {
    ...{ kind: 'widen-backup', patch, label: 'Back these up too' },
    fields: ({ documents = '' }) =>
      html`<label
        >Documents <span class="dim">one a line: Lab.Router.cls, ^LabConfig, ^LabRoute("in")</span>
        <textarea name="documents" rows="3" required maxlength="8000" spellcheck="false">
${documents}</textarea>
      </label>`,
  });
}

function removeHtml(scene: Scene, patch: PatchAtSite): Html {
  if (patch.record?.state !== 'installed') return html``;
  return html`<p><a href="/sites/${scene.site}/patches/${patch.patch}/removal">Remove …</a></p>`;
}

function settleHtml(scene: Scene, patch: PatchAtSite): Html {
  const { inconsistent } = scene.outlook.view.installed;
  if (patch.state !== 'inconsistent' && inconsistent?.patch !== patch.patch) return html``;
  const choice = (as: string, chosen: string | undefined, text: string): Html =>
    html`<label class="tick"
      ><input type="radio" name="as" value="${as}" required ${as === chosen ? 'checked' : ''} />
      ${text}</label
    >`;
  const wish = { kind: 'settle', patch, label: 'It is settled', tone: 'danger' } as const;
  const fields = ({ as }: { readonly as?: string }): Html =>
    html`<input type="hidden" name="settles" value="${inconsistent?.attempt ?? 0}" />
      <fieldset>
        <legend>What holds now, as you have looked and mended it</legend>
        ${choice('removed', as, 'The old state stands')} ${choice('installed', as, 'The patch is in')}
      </fieldset>`;
  return foldedAct(scene, 'Settle', { ...wish, fields }, true);
}

function releaseOf({ patch, releaseDigest }: PatchAtSite) {
  return { patch, releaseDigest: releaseDigest ?? ('' as never) };
}
