import { html } from 'hono/html';
import type { Html } from '../page/page-html.ts';
import type { CheckedDraft } from './check-draft.ts';

/** What is to be said beside a field; nothing where nobody checked. */
export function besideField(checked: CheckedDraft | null, field: string): Html {
  if (checked === null) return html``;
  const of = (list: CheckedDraft['mistakes']) => list.filter((issue) => issue.field === field);
  return html`${of(checked.mistakes).map(({ message }) => html`<span class="wrong" id="${idOf(field)}">${message}</span>`)}
  ${of(checked.remarks).map(({ message }) => html`<span class="worth">${message}</span>`)}`;
}

/** The attributes of a field that has to be mended. */
export function wrongField(checked: CheckedDraft | null, field: string): Html | '' {
  const wrong = checked?.mistakes.some((issue) => issue.field === field) ?? false;
  return wrong ? html`aria-invalid="true" aria-describedby="${idOf(field)}"` : '';
}

function idOf(field: string): string {
  return `wrong-${field.replace(/[^a-z0-9]/gi, '-')}`;
}
