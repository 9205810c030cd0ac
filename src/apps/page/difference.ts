import { html } from 'hono/html';
import { kindOf } from '../../document/document-name.ts';
import type { Difference } from '../../reconcile/patch-differences.ts';
import { countAsText } from '../../report/count-as-text.ts';
import { differenceLines } from '../../report/difference-lines.ts';
import type { ShownLine } from '../../report/line-diff.ts';
import { visibleLine } from '../../report/visible-line.ts';
import type { Html } from './page-html.ts';

/** One document as it is and as it would be, `most` lines of it; `rest` leads to the others where there are any. */
export function differenceHtml(difference: Difference, most: number, rest: Html | '' = ''): Html {
  const { name, before, after } = difference;
  const what = before === null ? 'added' : after === null ? 'deleted' : 'changed';
  const { lines, more, nodes } = differenceLines(difference, most);
  return html`<section class="difference ${what}" aria-label="${name}">
    <h3>
      <code>${name}</code>
      <span class="dim">${kindOf(name)}, ${what}${nodes === '' ? '' : `; ${nodes}`}</span>
    </h3>
    <div class="diff" tabindex="0" role="region" aria-label="Changed lines of ${name}">
      ${lines.map(lineHtml)}
    </div>
    ${more === 0 ? '' : html`<p class="dim">${countAsText(more, 'more line')}. ${rest}</p>`}
  </section>`;
}

function lineHtml({ kind, text }: ShownLine): Html {
  switch (kind) {
    case 'new':
      return html`<ins><span class="sign">+</span>${visibleLine(text)}</ins>`;
    case 'old':
      return html`<del><span class="sign">−</span>${visibleLine(text)}</del>`;
    case 'same':
      return html`<span class="same"><span class="sign"> </span>${visibleLine(text)}</span>`;
    case 'left-out':
      return html`<span class="gap">…</span>`;
  }
}
