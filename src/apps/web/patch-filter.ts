import { html } from 'hono/html';
import type { PatchAtSite } from '../../reconcile/patches-at-site.ts';
import type { Html } from '../page/page-html.ts';
import { standingOf } from './standing.ts';

/** Which patches of a site somebody wants to see; it stands in the page's address. */
export interface PatchFilter {
  /** Part of an id or a title, in any case; empty: any. */
  readonly text: string;
  /** One of the offered states; empty: any. */
  readonly state: string;
  /** How many of the past patches were passed over. */
  readonly from: number;
}

/** Fewer patches are seen at a glance, without a form to choose among them. */
const fewPatches = 30;

const offered = {
  'wants-you': 'wants somebody here',
  coming: 'coming',
  'not-here': 'not possible here',
  installed: 'installed',
  removed: 'removed',
  'rolled-back': 'rolled back',
  refused: 'refused',
  inconsistent: 'inconsistent',
  recalled: 'recalled',
  superseded: 'superseded',
} as const satisfies Partial<Record<ReturnType<typeof standingOf> | PatchAtSite['state'], string>>;

/** Reads the filter of an address; what is not offered counts as any. */
export function readFilter(query: (name: string) => string | undefined): PatchFilter {
  const state = query('state') ?? '';
  const from = query('from') ?? '';
  return {
    text: (query('q') ?? '').trim().slice(0, 100),
    state: Object.hasOwn(offered, state) ? state : '',
    from: /^\d{1,7}$/.test(from) ? Number(from) : 0,
  };
}

/** The patches that were asked for. */
export function filterPatches(
  patches: readonly PatchAtSite[],
  { text, state }: PatchFilter,
): readonly PatchAtSite[] {
  const wanted = text.toLowerCase();
  return patches.filter(
    (patch) =>
      (state === '' || patch.state === state || standingOf(patch) === state) &&
      `${patch.patch} ${patch.title ?? ''}`.toLowerCase().includes(wanted),
  );
}

/** The address of the same page with another filter. */
export function addressOf(site: string, { text, state, from }: PatchFilter): string {
  const query = new URLSearchParams({
    ...(text === '' ? {} : { q: text }),
    ...(state === '' ? {} : { state }),
    ...(from === 0 ? {} : { from: String(from) }),
  }).toString();
  return `/sites/${site}${query === '' ? '' : `?${query}`}`;
}

/** The form that chooses; nothing where there is little to choose from. `all`: patches that the site has. */
export function filterHtml(site: string, { text, state }: PatchFilter, all: number): Html {
  const chosen = text !== '' || state !== '';
  if (all <= fewPatches && !chosen) return html``;
  return html`<form method="get" action="/sites/${site}" role="search" class="search">
    <label for="q" class="hidden">Patch or title</label>
    <input id="q" type="search" name="q" value="${text}" placeholder="Patch or title" maxlength="100" />
    <label for="state" class="hidden">State</label>
    <select id="state" name="state">
      <option value="">any state</option>
      ${Object.entries(offered).map(
        ([value, words]) =>
          html`<option value="${value}" ${value === state ? 'selected' : ''}>${words}</option>`,
      )}
    </select>
    <button type="submit" class="quiet">Show</button>
    ${chosen ? html`<a href="/sites/${site}">Show all</a>` : ''}
  </form>`;
}
