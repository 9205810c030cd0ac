import { html } from 'hono/html';
import type { Fleet } from '../../desired/fleet.ts';
import { countAsText } from '../../report/count-as-text.ts';
import type { Html } from '../page/page-html.ts';
import type { CalendarDay } from './calendar.ts';
import { computeCalendar, sitesAt } from './calendar.ts';
import { chosenMoments } from './chosen-moment.ts';
import type { PolicyPlace } from './policy-fields.ts';
import { readPolicyFields, typedRule } from './policy-fields.ts';
import type { PolicyScene } from './policy-scene.ts';

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const months = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

/** A month with windows, freezes and the chosen moment; each day leads to the form that chooses it. */
export function calendarHtml(scene: PolicyScene, fleet: Fleet): Html {
  const { draft, place, today } = scene;
  const sites = sitesAt(fleet, place);
  const label = place === 'default' ? 'every site' : place.replace(':', ' ');
  const { month, before, after, weeks } = computeCalendar(scene.month, today, {
    sites,
    freezes: fleet.freezes,
  });
  const at = (one: string): string => `/drafts/${draft.id}/policy?place=${place}&month=${one}#calendar`;
  const title = `${months[Number(month.slice(5)) - 1] ?? ''} ${month.slice(0, 4)}`;
  const chosen = typedRule(draft.fields, place);
  const chosenDay = chosen.kind === 'scheduled' ? chosen.at.slice(0, 10) : '';
  return html`<section id="calendar" aria-label="Calendar of ${label}">
    <div class="months">
      <h2>${title} <span class="dim">windows and freezes of ${label}, ${zonesOf(sites)}</span></h2>
      <a href="${at(before)}">Month before</a> <a href="${at(after)}">Month after</a>
    </div>
    ${momentsHtml(scene, fleet, place)} ${dayFormHtml(scene, place, weeks.flat())}
    <table class="calendar">
      <thead>
        <tr>
          ${weekdays.map((day) => html`<th scope="col">${day}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${weeks.map(
          (week) =>
            html`<tr>
              ${week.map((day) => dayHtml(scene, day, { chosen: day.date === chosenDay, at: chosen.at, sites: sites.length }))}
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

function zonesOf(sites: Fleet['sites']): string {
  const zones = [...new Set(sites.map(({ timezone }) => timezone))];
  return zones.length === 1 ? `in ${zones[0] ?? ''}` : 'each in its own zone';
}

interface DayGround {
  readonly chosen: boolean;
  readonly at: string;
  readonly sites: number;
}

function dayHtml(
  { draft, place, month }: PolicyScene,
  day: CalendarDay,
  { chosen, at, sites }: DayGround,
): Html {
  const { date, inMonth, past, windows, freezes } = day;
  const number = Number(date.slice(8));
  if (!inMonth) return html`<td class="out"><span class="day">${number}</span></td>`;
  const whole = freezes.some((freeze) => freeze.part === '' && freeze.sites === sites);
  const look = whole ? 'frozen' : windows.length > 0 && !past ? 'open' : '';
  const part = (count: number): string => (count === sites ? '' : ` (${countAsText(count, 'site')})`);
  return html`<td class="${look} ${chosen ? 'chosen' : ''}">
    ${
      past
        ? html`<span class="day dim">${number}</span>`
        : html`<a
            class="day"
            href="/drafts/${draft.id}/policy?place=${place}&month=${month}&day=${date}#calendar"
            >${number}<span class="hidden"> Choose ${date}</span></a
          >`
    }
    ${chosen ? html`<span class="mark own">goes in ${at.slice(11)}</span>` : ''}
    ${freezes.map((freeze) => html`<span class="mark no">${frozenAsText(freeze.part)}${part(freeze.sites)}: ${freeze.reason}</span>`)}
    ${past || whole ? '' : windows.map(({ hours, sites: count }) => html`<span class="mark yes">${hours}${part(count)}</span>`)}
  </td>`;
}

/** What the chosen moment of the place means there. */
function momentsHtml({ draft, now }: PolicyScene, fleet: Fleet, place: PolicyPlace): Html {
  const rule = readPolicyFields(draft.fields, fleet).rules.find((one) => one.place === place)?.install;
  if (rule?.kind !== 'scheduled') return html``;
  const moments = chosenMoments(rule, sitesAt(fleet, place), { freezes: fleet.freezes, now });
  return html`${moments.map(
    ({ sites, when, against }) =>
      html`<p class="notice ${against.length === 0 ? 'good' : 'wait'}">
        ${sites.slice(0, 10).join(', ')}${sites.length > 10 ? ` and ${sites.length - 10} more` : ''}: ${when}.
        ${against.length === 0 ? 'A window is open then, and nothing is frozen.' : against.join(' ')}
      </p>`,
  )}`;
}

function dayFormHtml(
  { draft, day, formToken }: PolicyScene,
  place: PolicyPlace,
  days: readonly CalendarDay[],
): Html {
  const found = days.find(({ date, past }) => date === day && !past);
  if (found === undefined) return html``;
  const hour = /^\d{2}:\d{2}/.exec(found.windows[0]?.hours ?? '')?.[0] ?? '12:00';
  const { zone } = typedRule(draft.fields, place);
  return html`<form method="post" action="/drafts/${draft.id}/choose" class="sheet inline">
    <input type="hidden" name="form" value="${formToken}" />
    <input type="hidden" name="place" value="${place}" />
    <label
      >Install ${place === 'default' ? 'everywhere' : `at ${place.replace(':', ' ')}`} on
      <input type="date" name="day" value="${day}" required
    /></label>
    <label>at <input type="time" name="time" value="${hour}" required /></label>
    <label
      >zone <input type="text" name="zone" value="${zone}" maxlength="60" placeholder="each site’s own"
    /></label>
    <button type="submit">Choose this moment</button>
  </form>`;
}

function frozenAsText(part: string): string {
  return part === '' ? 'frozen' : `frozen ${part}`;
}
