import { html } from 'hono/html';
import type { Html } from '../page/page-html.ts';
import { calendarHtml } from './calendar-html.ts';
import { besideField, wrongField } from './field-issues.ts';
import type { PolicyPlace, TypedRule } from './policy-fields.ts';
import { typedRule, typedRules } from './policy-fields.ts';
import type { PolicyScene } from './policy-scene.ts';

/** When the patch goes in: rules for all, for rings and for sites, and the calendar of one of them. */
export function policyPageHtml(scene: PolicyScene): Html {
  const { draft, fleet, why, checked, formToken } = scene;
  const { id, fields } = draft;
  const rings = (fleet?.rings ?? []).map(({ name }) => typedRule(fields, `ring:${name}`));
  const named = typedRules(fields).filter(({ place }) => place.startsWith('site:'));
  const shown = [typedRule(fields, 'default'), ...rings, ...named];
  const others = (fleet?.sites ?? []).filter(
    ({ name }) => !named.some(({ place }) => place === `site:${name}`),
  );
  return html`<h1>
      When <span class="title">a site’s rule comes before its ring’s, a ring’s before the one for all</span>
    </h1>
    ${fleet === null ? html`<p class="notice wait">${why}</p>` : ''} ${besideField(checked, 'policy')}
    <form method="post" action="/drafts/${id}/policy" class="rules">
      <input type="hidden" name="form" value="${formToken}" />
      <table>
        <thead>
          <tr>
            <th scope="col">Where</th>
            <th scope="col">How it goes in</th>
            <th scope="col">Date and time</th>
            <th scope="col">Zone <span class="dim">empty: each site’s own</span></th>
            <th scope="col"></th>
          </tr>
        </thead>
        <tbody>
          ${shown.map((rule) => ruleHtml(scene, rule))}
        </tbody>
      </table>
      ${
        others.length === 0
          ? ''
          : html`<p class="inline">
              <label for="add">A rule of its own for</label>
              <select id="add" name="add">
                <option value="">no further site</option>
                ${others.map(({ name }) => html`<option>${name}</option>`)}
              </select>
            </p>`
      }
      <div class="go-on">
        <button type="submit" name="act" value="go-on">Keep and check</button>
        <button type="submit" name="act" value="keep" class="quiet">Keep</button>
      </div>
    </form>
    ${fleet === null ? '' : calendarHtml(scene, fleet)}`;
}

function ruleHtml(
  { draft, checked, place: current }: PolicyScene,
  { place, kind, at, zone }: TypedRule,
): Html {
  const label = labelOf(place);
  const wrong = wrongField(checked, `rule ${place}`);
  return html`<tr>
    <th scope="row">${label}${besideField(checked, `rule ${place}`)}</th>
    <td data-label="How">
      <select name="rule ${place}" aria-label="How it goes in: ${label}" ${wrong}>
        ${place === 'default' ? '' : html`<option value="">as for all</option>`}
        ${Object.entries(kinds).map(
          ([value, words]) =>
            html`<option value="${value}" ${value === kind ? 'selected' : ''}>${words}</option>`,
        )}
      </select>
    </td>
    <td data-label="At">
      <input type="datetime-local" name="at ${place}" value="${at}" aria-label="Date and time: ${label}" />
    </td>
    <td data-label="Zone">
      <input
        type="text"
        name="zone ${place}"
        value="${zone}"
        maxlength="60"
        placeholder="Europe/Madrid"
        aria-label="Zone: ${label}"
      />
    </td>
    <td>
      <a
        href="/drafts/${draft.id}/policy?place=${place}#calendar"
        ${place === current ? html`aria-current="true"` : ''}
        >Calendar<span class="hidden"> of ${label}</span></a
      >
    </td>
  </tr>`;
}

const kinds = {
  automatic: 'on receipt',
  scheduled: 'at date and time',
  operator: 'when the operator says so',
} as const;

function labelOf(place: PolicyPlace): string {
  return place === 'default' ? 'everywhere' : place.replace(':', ' ');
}
