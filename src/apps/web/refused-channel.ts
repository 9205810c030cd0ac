import { html } from 'hono/html';
import type { Digest } from '../../base/digest.ts';
import { digestOf } from '../../base/digest.ts';
import { actForm } from './act-form.ts';
import type { Html } from './page-html.ts';
import type { Scene } from './scene.ts';

/** A channel that the last pass did not take, although its signature is good. */
interface RefusedChannel {
  readonly why: string;
  /** Over what was said of it. */
  readonly digest: Digest;
}

/** What an operator may let in; null: nothing was refused, only a forgery was, or it was let in since. */
export function refusedChannel({
  activity,
  outlook,
  setup,
}: Pick<Scene, 'activity' | 'outlook' | 'setup'>): RefusedChannel | null {
  const result = activity.last?.result;
  if (result?.kind !== 'passed' || !outlook.view.installed.channels.has(setup.channel)) return null;
  const problem = result.problems.find(({ acceptable }) => acceptable === true);
  return problem === undefined ? null : { why: problem.message, digest: digestOf(problem.message) };
}

/** The form that lets it in; nothing where there is nothing to let in, or nobody who may. */
export function refusedChannelHtml(scene: Scene): Html {
  const found = refusedChannel(scene);
  if (found === null || scene.role !== 'operator') return html``;
  const { digest } = found;
  const wish = { kind: 'accept-channel', patch: null, label: 'Let it in, once', tone: 'danger' } as const;
  return html`<h2>The channel went back</h2>
    <div class="main-act">
      <div>
        <p>
          This site goes on by the channel that it obeyed before. Find out first why the host has another one:
          a site refuses that because somebody may be hiding a recall from it. Signatures still count.
        </p>
        ${actForm(scene, { ...wish, fields: () => html`<input type="hidden" name="seen" value="${digest}" />` })}
      </div>
    </div>`;
}
