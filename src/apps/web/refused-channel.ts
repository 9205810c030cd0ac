import { html } from 'hono/html';
import type { ObjectId } from '../../base/names.ts';
import { isAccepted } from '../../installed/least-counter.ts';
import { actForm } from './act-form.ts';
import type { Html } from '../page/page-html.ts';
import type { Scene } from './scene.ts';

/** The commit that the last pass did not take, although its signature is good, and that an operator may let in; null: nothing was refused, only a forgery was, or it was let in since. */
export function refusedChannel({
  activity,
  outlook,
  setup,
  now,
}: Pick<Scene, 'activity' | 'outlook' | 'setup' | 'now'>): ObjectId | null {
  const result = activity.last?.result;
  if (result?.kind !== 'passed') return null;
  const obeyed = outlook.view.installed.channels.get(setup.channel);
  const refused = result.problems.find(({ acceptable }) => acceptable !== undefined)?.acceptable;
  return obeyed === undefined || refused === undefined || isAccepted(obeyed, refused, now) ? null : refused;
}

/** The form that lets it in; nothing where there is nothing to let in, or nobody who may. */
export function refusedChannelHtml(scene: Scene): Html {
  const commit = refusedChannel(scene);
  if (commit === null || scene.role !== 'operator') return html``;
  const wish = { kind: 'accept-channel', patch: null, label: 'Let it in, once', tone: 'danger' } as const;
  return html`<h2>The channel went back</h2>
    <div class="main-act">
      <div>
        <p>
          The host offers commit <code>${commit.slice(0, 12)}</code>; this site goes on by the channel that it
          obeyed before. Find out first why the host has another one: a site refuses that because somebody may
          be hiding a recall from it. Signatures still count. Your word is for this commit alone; it is over
          after a day, or once the host offers another that can be obeyed.
        </p>
        ${actForm(scene, { ...wish, fields: () => html`<input type="hidden" name="seen" value="${commit}" />` })}
      </div>
    </div>`;
}
