import { assetsOf } from '../page/assets.ts';
import { stylesheet } from '../page/stylesheet.ts';

/** What the studio has besides the lists, forms and comparisons of all pages. */
const style = `
.stepper ol { display: flex; flex-wrap: wrap; gap: 0; list-style: none; margin: 0 0 8px; padding: 0; border-bottom: 1px solid var(--line); counter-reset: step; }
.stepper a { display: block; padding: 6px 16px 7px 0; margin-right: 8px; color: var(--dim); text-decoration: none; border-bottom: 2px solid transparent; margin-bottom: -1px; }
.stepper a::before { counter-increment: step; content: counter(step) " "; }
.stepper a:hover { color: var(--text); }
.stepper a[aria-current] { color: var(--text); font-weight: 600; border-bottom-color: var(--accent); }
.stepper .count { color: var(--dim); font-weight: 400; }
.go-on { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; margin: 14px 0; }
.go-on.above { margin: 8px 0; }
.search label { font-weight: 400; color: var(--dim); }
.search select { max-width: 150px; }
.search input[type=search] { width: 180px; }
.search .tick { color: var(--text); }
.picking table { table-layout: auto; }
.picking td, .picking th { padding-top: 2px; padding-bottom: 2px; vertical-align: middle; }
.picking .tickbox { width: 36px; padding-right: 0; }
.picking .tickbox input { min-height: 0; width: 16px; height: 16px; margin: 4px 0; accent-color: var(--accent); display: block; }
.picking tbody th { font-weight: 400; }
.picking tbody th label { font-weight: 400; cursor: pointer; }
.picking tbody tr:has(:checked) { background: var(--go-soft); }
.picking .narrow { width: 130px; white-space: nowrap; }
.sheet { background: var(--sheet); border: 1px solid var(--line); border-radius: 6px; padding: 12px 16px 16px; margin: 10px 0; }
.sheet h2 { margin-top: 4px; }
.fields { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 12px 24px; }
.fields > .wide { grid-column: 1 / -1; }
.fields .hint, .hint { color: var(--dim); font-weight: 400; font-size: 12.5px; }
.fields select { display: block; margin-top: 2px; }
.wrong { color: var(--bad); margin: 3px 0 0; font-weight: 400; }
.wrong::before { content: "✗ "; }
.worth { color: var(--wait); margin: 3px 0 0; font-weight: 400; }
.worth::before { content: "! "; }
input[aria-invalid=true], textarea[aria-invalid=true], select[aria-invalid=true] { border-color: var(--bad); }
.preview { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 12px 24px; }
.preview textarea { height: 300px; resize: vertical; }
.rules input, .rules select { margin: 1px 0; }
.rules table { table-layout: auto; }
.rules td input[type=text] { width: 150px; }
.calendar { table-layout: fixed; }
.calendar th { text-align: left; padding: 4px 8px; }
.calendar td { border-left: 1px solid var(--line); padding: 3px 8px 8px; height: 74px; vertical-align: top; font-size: 12px; line-height: 1.35; }
.calendar td:first-child { border-left: 0; }
.calendar .day { font-size: 13px; font-weight: 600; display: inline-block; padding: 1px 0; }
.calendar .out { color: var(--dim); background: var(--ground); }
.calendar .frozen { background: var(--bad-soft); }
.calendar .open { background: var(--good-soft); }
.calendar .chosen { outline: 2px solid var(--accent); outline-offset: -2px; }
.calendar .mark { display: block; }
.calendar .mark.no { color: var(--bad); } .calendar .mark.yes { color: var(--good); } .calendar .mark.own { font-weight: 600; }
.months { display: flex; gap: 16px; align-items: baseline; }
.months h2 { margin: 12px 0 6px; }
.inline { display: flex; flex-wrap: wrap; gap: 6px 12px; align-items: end; }
.inline label { font-weight: 400; }
.inline label input { width: auto; }
.issues { margin: 6px 0; padding-left: 0; list-style: none; display: grid; gap: 4px; }
.issues li { border-left: 3px solid var(--bad); padding-left: 10px; }
.issues li.worth-item { border-color: var(--wait); }
.commands { background: var(--sheet); border: 1px solid var(--line); border-radius: 6px; padding: 8px 12px; overflow-x: auto; margin: 6px 0; }
.drafts td form { margin: 0; }
.outlook { table-layout: fixed; }
.outlook tbody th .dim, .outlook .mark { display: block; }
.outlook .documents { margin: 0; }
@media (max-width: 860px) { .fields, .preview { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 640px) {
  .picking tr { position: relative; padding-left: 36px; }
  .picking .tickbox { position: absolute; left: 8px; top: 4px; width: auto; padding: 0; }
  .picking td { display: inline-block; }
  .picking .narrow { width: auto; }
  .calendar, .calendar tbody { display: block; }
  .calendar tr { padding: 0; border: 0; }
  .calendar td { height: auto; border-left: 0; border-top: 1px solid var(--line); }
  .calendar td.out { display: none; }
  .stepper a { padding-right: 8px; }
  .rules td::before { content: attr(data-label) " "; color: var(--dim); }
}
`;

/** For comfort only: one box that ticks all that is shown. */
const script = `'use strict';
(() => {
  const boxes = [...document.querySelectorAll('.picking tbody input[type=checkbox]')];
  const head = document.getElementById('tick-all');
  if (!head || boxes.length === 0) return;
  const all = document.createElement('input');
  all.type = 'checkbox';
  all.setAttribute('aria-label', 'All that are shown');
  const follow = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  all.addEventListener('change', () => { for (const box of boxes) box.checked = all.checked; });
  for (const box of boxes) box.addEventListener('change', follow);
  head.replaceChildren(all);
  follow();
})();
`;

export const studioAssets = assetsOf({ style: `${stylesheet}${style}`, script });
