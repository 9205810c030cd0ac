import { html } from 'hono/html';
import { actForm, fold, whyField } from './act-forms.ts';
import type { Html } from './page-html.ts';
import type { Scene } from './scene.ts';

/** What can be done with a site as a whole. */
export function siteActsHtml(scene: Scene): Html {
  if (scene.role !== 'operator')
    return html`<p class="dim">You are signed in as a viewer: operators act here.</p>`;
  const suspended = scene.acts.suspended !== null;
  return html`<div class="acts">
    ${actForm(scene, { kind: 'wake', patch: null, label: 'Look for news now' }, html``)}
    ${
      suspended
        ? html`<details class="fold" open>
            <summary>Resume the site</summary>
            ${actForm(scene, { kind: 'resume-site', patch: null, label: 'Go on' }, whyField())}
          </details>`
        : fold(
            'Suspend the site',
            actForm(
              scene,
              { kind: 'suspend', patch: null, label: 'Nothing here until resumed', danger: true },
              whyField(),
            ),
          )
    }
  </div>`;
}
