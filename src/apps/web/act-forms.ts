import { html } from 'hono/html';
import type { ActFact } from '../../journal/journal-event.ts';
import { localAsText } from '../../policy/zoned-time.ts';
import type { PatchAtSite } from '../../reconcile/patches-at-site.ts';
import { isConsented } from '../../plan/wanted-consent.ts';
import { objectionTo } from './objection-to.ts';
import type { Html } from './page-html.ts';
import type { Scene } from './scene.ts';

/** One form. The release that it was drawn for goes along: an act is for exactly what was seen. */
export function actForm(
  { site, formToken }: Pick<Scene, 'site' | 'formToken'>,
  {
    kind,
    patch,
    label,
    danger,
  }: {
    readonly kind: ActFact['kind'] | 'wake';
    readonly patch: PatchAtSite | null;
    readonly label: string;
    readonly danger?: boolean;
  },
  fields: Html,
): Html {
  return html`<form method="post" action="/sites/${site}/acts" class="act">
    <input type="hidden" name="form" value="${formToken}" />
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
    ${fields}
    <button type="submit" class="${danger === true ? 'danger' : ''}">${label}</button>
  </form>`;
}

/** Why somebody acts: it is kept, and shown to others. */
export function whyField(hint = 'kept in the journal, shown to others'): Html {
  return html`<label
    >Why <span class="dim">${hint}</span> <input name="why" required maxlength="500" autocomplete="off"
  /></label>`;
}

/** What can be done with a patch as it stands; what makes no sense now is not offered. */
export function patchActsHtml(scene: Scene, patch: PatchAtSite): Html {
  if (scene.role !== 'operator')
    return html`<p class="dim">You are signed in as a viewer: operators act here.</p>`;
  if (patch.record === null)
    return html`<p class="dim">The site has not received this patch yet; the next pass does.</p>`;
  return html`${installHtml(scene, patch)}
    <div class="acts">
      ${approveHtml(scene, patch)} ${retryHtml(scene, patch)} ${resumeHtml(scene, patch)}
      ${holdHtml(scene, patch)} ${widenHtml(scene, patch)} ${removeHtml(scene, patch)}
      ${settleHtml(scene, patch)}
    </div>`;
}

function isToInstall({ step, state }: PatchAtSite): boolean {
  if (state === 'rolled-back' || state === 'refused' || state === 'inconsistent') return false;
  return step !== null && (step.kind === 'wait' ? step.action === 'install' : step.kind === 'install');
}

function installHtml(scene: Scene, patch: PatchAtSite): Html {
  const { acts, zone, now } = scene;
  if (!isToInstall(patch)) return html``;
  const later = acts.installAt.get(patch.patch);
  const given = acts.installNow.get(patch.patch) ?? later;
  const leave =
    given === undefined
      ? ''
      : html`<p class="dim">
          ${given.who} has said to install it
          ${later === undefined ? 'now' : `at ${localAsText(later.from, zone)}`}: ${given.why}
        </p>`;
  const least = localAsText(now, zone).split(' ', 2).join('T').slice(0, 16);
  return html`${leave}
    <div class="main-act">
      ${actForm(
        scene,
        { kind: 'install-now', patch, label: 'Install now' },
        html`${consentField(scene, patch)}${whyField()}`,
      )}
      ${fold(
        'Install at a time',
        actForm(
          scene,
          { kind: 'install-at', patch, label: 'Install then' },
          html`${consentField(scene, patch)}<label
              >From <span class="dim">${zone}</span>
              <input type="datetime-local" name="at" required min="${least}" /></label
            >${whyField()}`,
        ),
      )}
    </div>`;
}

/** What cannot be taken back wants a tick; without it nothing is recorded. */
function consentField({ outlook, acts }: Scene, { patch, releaseDigest }: PatchAtSite): Html {
  const wanted = outlook.consents.get(patch);
  if (wanted === undefined) return html``;
  const { reasons, digest } = wanted;
  if (isConsented(acts.consents.get(patch), releaseDigest, wanted))
    return html`<p class="dim">Consented to by ${acts.consents.get(patch)?.who}: ${reasons.join(' ')}</p>`;
  return html`<div class="consent">
    <input type="hidden" name="seen" value="${digest}" />
    ${reasons.map((reason) => html`<p>${reason}</p>`)}
    <label class="tick"
      ><input type="checkbox" name="consent" value="yes" required /> I have seen this, and it may be
      done.</label
    >
  </div>`;
}

function approveHtml(scene: Scene, patch: PatchAtSite): Html {
  const { setup, who } = scene;
  const wanted = patch.release?.policy.approvals ?? 0;
  if (!isToInstall(patch) || wanted === 0) return html``;
  const key = setup.trust.approver.find(({ name }) => name === who)?.key;
  if (key === undefined) {
    return absent('Approve', `${who} is none of the approvers whom site.yaml trusts.`);
  }
  const why = objectionTo(scene, { kind: 'approve', ...releaseOf(patch), key });
  if (why !== null) return absent('Approve', why);
  return fold(
    'Approve',
    actForm(scene, { kind: 'approve', patch, label: 'Approve this release' }, whyField()),
  );
}

function retryHtml(scene: Scene, patch: PatchAtSite): Html {
  const tried = patch.state !== 'received' && patch.state !== 'removed';
  if (!tried || objectionTo(scene, { kind: 'retry', ...releaseOf(patch) }) !== null) return html``;
  if (patch.state === 'inconsistent') return absent('Retry', 'The site is inconsistent: settle that first.');
  const form = actForm(
    scene,
    { kind: 'retry', patch, label: 'Try again' },
    html`${consentField(scene, patch)}${whyField()}`,
  );
  return html`<details class="fold" open>
    <summary>Retry</summary>
    ${form}
  </details>`;
}

function resumeHtml(scene: Scene, patch: PatchAtSite): Html {
  if (objectionTo(scene, { kind: 'resume', patch: patch.patch }) !== null) return html``;
  return fold('Resume', actForm(scene, { kind: 'resume', patch, label: 'End the hold' }, whyField()));
}

function holdHtml(scene: Scene, patch: PatchAtSite): Html {
  if (patch.step === null || objectionTo(scene, { kind: 'resume', patch: patch.patch }) === null)
    return html``;
  const until = html`<label
    >Until <span class="dim">${scene.zone}; empty: until somebody resumes it</span>
    <input type="datetime-local" name="until"
  /></label>`;
  return fold('Hold', actForm(scene, { kind: 'hold', patch, label: 'Hold it' }, html`${until}${whyField()}`));
}

function widenHtml(scene: Scene, patch: PatchAtSite): Html {
  if (!isToInstall(patch)) return html``;
  const widened = scene.acts.widened.get(patch.patch) ?? [];
  const fields = html`<label
      >Documents <span class="dim">one a line: Lab.Router.cls, ^LabConfig, ^LabRoute("in")</span>
      <textarea name="documents" rows="3" required maxlength="8000" spellcheck="false"></textarea></label
    >${whyField()}`;
  return fold(
    widened.length === 0 ? 'Widen the backup' : `Widen the backup (${widened.length} added)`,
    actForm(scene, { kind: 'widen-backup', patch, label: 'Back these up too' }, fields),
  );
}

function removeHtml(scene: Scene, patch: PatchAtSite): Html {
  if (objectionTo(scene, { kind: 'remove', ...releaseOf(patch) }) !== null) return html``;
  return html`<p><a href="/sites/${scene.site}/patches/${patch.patch}/removal">Remove …</a></p>`;
}

function settleHtml(scene: Scene, patch: PatchAtSite): Html {
  if (patch.state !== 'inconsistent' && scene.outlook.view.installed.inconsistent?.patch !== patch.patch)
    return html``;
  const attempt = scene.outlook.view.installed.inconsistent?.attempt ?? 0;
  const choice = html`<input type="hidden" name="settles" value="${attempt}" />
    <fieldset>
      <legend>What holds now, as you have looked and mended it</legend>
      <label class="tick"
        ><input type="radio" name="as" value="removed" required /> The old state stands</label
      >
      <label class="tick"><input type="radio" name="as" value="installed" /> The patch is in</label>
    </fieldset>
    ${whyField()}`;
  return html`<details class="fold" open>
    <summary>Settle</summary>
    ${actForm(scene, { kind: 'settle', patch, label: 'It is settled', danger: true }, choice)}
  </details>`;
}

function releaseOf({ patch, releaseDigest }: PatchAtSite) {
  return { patch, releaseDigest: releaseDigest ?? ('' as never) };
}

/** A form that is folded up until somebody wants it. */
export function fold(summary: string, content: Html): Html {
  return html`<details class="fold">
    <summary>${summary}</summary>
    ${content}
  </details>`;
}

function absent(what: string, why: string): Html {
  return html`<p class="absent"><span>${what}</span> <span class="dim">${why}</span></p>`;
}
