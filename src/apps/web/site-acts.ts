import { html } from 'hono/html';
import { actForm, foldedAct, viewersText } from './act-form.ts';
import type { Html } from '../page/page-html.ts';
import type { Scene } from './scene.ts';

/** What can be done with a site as a whole. */
export function siteActsHtml(scene: Scene): Html {
  if (scene.role !== 'operator') return viewersText;
  return html`<div class="acts">
    ${actForm(scene, { kind: 'wake', patch: null, label: 'Look for news now', tone: 'quiet' })}
    ${
      scene.acts.suspended !== null
        ? foldedAct(scene, 'Resume the site', { kind: 'resume-site', patch: null, label: 'Go on' }, true)
        : foldedAct(scene, 'Suspend the site', {
            ...{ kind: 'suspend', patch: null, label: 'Nothing here until resumed', tone: 'danger' },
          })
    }
  </div>`;
}
