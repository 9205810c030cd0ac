/** Lists, forms, steps and comparisons. */
export const stylesheetOfContent = `
.head { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 4px 24px; }
.search { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; }
.search a { margin-left: 6px; }
.activity { border-bottom: 1px solid var(--line); padding-bottom: 6px; }
.doing .state { margin-right: 6px; }
.reason { display: block; }
.calm { color: var(--dim); margin: 16px 0 0; }
table { width: 100%; border-collapse: separate; border-spacing: 0; background: var(--sheet); border: 1px solid var(--line); border-radius: 6px; }
th, td { text-align: left; vertical-align: baseline; padding: 5px 12px; border-top: 1px solid var(--line); font-weight: 400; }
thead th { border-top: 0; color: var(--dim); font-size: 12.5px; padding-top: 4px; padding-bottom: 4px; }
tbody th a { font-weight: 600; text-decoration: none; overflow-wrap: anywhere; }
tbody th a:hover { text-decoration: underline; }
tbody th .title { margin-left: 8px; }
tbody tr:hover { background: var(--soft); }
td time { white-space: nowrap; }
.list tbody tr { content-visibility: auto; contain-intrinsic-height: auto 32px; }
.list table { table-layout: fixed; }
.list .what { width: 38%; } .list .how { width: 128px; } .list .when { width: 152px; }
.list thead .dim { display: block; font-size: 11.5px; line-height: 1.2; }
.list ~ .list thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
.list ~ .list tbody tr:first-child > * { border-top: 0; }
.pages { display: flex; gap: 16px; margin: 8px 2px; }
@media (max-width: 900px) { .list .what { width: 34%; } .list .how { width: 112px; } .list .when { width: 148px; } th, td { padding-left: 8px; padding-right: 8px; } }
.clip { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
.empty { color: var(--dim); padding: 24px 0; }
.blockers { list-style: none; margin: 6px 0; padding: 0; display: grid; gap: 4px; }
.blockers li { border-left: 3px solid var(--wait); padding-left: 10px; }
.blockers strong { font-weight: 600; }
.blockers li > span:last-child { display: block; color: var(--dim); }
.act { display: grid; gap: 10px; justify-items: start; max-width: 560px; }
.act label { width: 100%; }
.main-act { display: grid; gap: 12px 24px; margin: 10px 0; padding: 12px 16px; background: var(--sheet); border: 1px solid var(--line); border-radius: 6px; }
.acts { display: flex; flex-wrap: wrap; gap: 2px 20px; align-items: flex-start; margin: 8px 0; }
.acts > p { margin: 4px 0; }
.acts > .fold[open] { flex-basis: 100%; }
.fold summary { cursor: pointer; color: var(--accent); padding: 4px 0; width: max-content; max-width: 100%; }
.fold[open] { padding-bottom: 8px; }
.fold > .act { padding: 12px 16px; background: var(--sheet); border: 1px solid var(--line); border-radius: 6px; }
.absent { color: var(--dim); }
.absent span:first-child { text-decoration: line-through; margin-right: 6px; }
.main-act > * { min-width: 0; }
@media (min-width: 900px) { .main-act:has(> .consent) { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); } }
.consent { border-left: 3px solid var(--bad); padding: 0 0 0 14px; }
.consent > p:first-child { margin-top: 0; font-weight: 600; }
.consent .difference { margin: 10px 0; } .consent .diff { max-height: 320px; }
.must { font-weight: 600; border: 1px solid var(--bad); border-radius: 5px; background: var(--bad-soft); padding: 8px 12px; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0 32px; }
@media (max-width: 860px) { .columns { grid-template-columns: minmax(0, 1fr); } }
.notes { width: 100%; height: 300px; border: 1px solid var(--line); border-radius: 6px; background: var(--sheet); resize: vertical; }
.notes.short { height: 140px; } .notes.long { height: 460px; }
.documents { list-style: none; margin: 6px 0; padding: 0; }
.documents li { padding: 1px 0; }
.documents .sign { display: inline-block; width: 14px; font-family: var(--mono); font-weight: 700; }
.documents .add .sign { color: var(--good); } .documents .delete .sign { color: var(--bad); } .documents .replace .sign { color: var(--wait); }
.documents .unchanged { color: var(--dim); }
.edited { color: var(--bad); background: var(--bad-soft); border-radius: 3px; padding: 0 6px; font-weight: 600; }
.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 2px 16px; margin: 6px 0; }
.facts > div { display: contents; }
.facts dt { color: var(--dim); } .facts dd { margin: 0; }
.proven { color: var(--good); font-weight: 600; }
.steps, .said { list-style: none; margin: 6px 0; padding: 0; }
.steps li, .said li { display: flex; gap: 12px; padding: 1px 0 1px 10px; border-left: 2px solid var(--line); }
.steps li.good { border-color: var(--good); color: var(--good); } .steps li.bad { border-color: var(--bad); color: var(--bad); }
.steps .when { flex: none; font-family: var(--mono); font-size: 12.5px; }
.said .when { flex: none; } .said li { flex-wrap: wrap; gap: 0 8px; }
.underway { background: var(--sheet); border: 1px solid var(--line); border-radius: 6px; padding: 4px 16px 10px; margin: 8px 0; }
.underway h2 { margin-top: 8px; }
progress { width: 100%; height: 8px; accent-color: var(--accent); }
.difference { margin: 16px 0; }
.difference h3 { font-size: 14px; font-weight: 600; margin: 12px 0 6px; }
.diff { background: var(--sheet); border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; padding: 6px 0; max-height: 70vh; }
.diff > * { display: block; white-space: pre; text-decoration: none; padding: 0 12px 0 4px; width: max-content; min-width: 100%; }
.diff .sign { display: inline-block; width: 18px; text-align: center; user-select: none; }
.diff ins { background: var(--good-soft); color: var(--good); } .diff del { background: var(--bad-soft); color: var(--bad); }
.diff .gap { color: var(--dim); padding-left: 8px; }
.transcript { background: var(--sheet); border: 1px solid var(--line); border-radius: 6px; overflow: auto; padding: 8px 12px; max-height: 60vh; }
.chain { margin: 6px 0; }
.sites { list-style: none; padding: 0; display: grid; gap: 6px; }
.sites li { display: flex; gap: 16px; background: var(--sheet); border: 1px solid var(--line); border-radius: 6px; padding: 8px 14px; }
.sites a { font-weight: 600; }
.sign-in { max-width: 360px; margin: 10vh auto 0; }
@media (max-width: 640px) {
  table, tbody, tr, td, tbody th { display: block; }
  thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  tr { border-top: 1px solid var(--line); padding: 6px 0; }
  tr:first-child { border-top: 0; }
  td, tbody th { border: 0; padding: 1px 12px; width: auto; }
  .list tbody td { display: inline-block; padding: 1px 0 1px 12px; }
  .list tbody td:last-child { display: block; padding-right: 12px; }
  .list tbody td:has(> .by) { display: inline-block; }
  .list tbody tr:first-child { border-top: 0; }
  td:empty { display: none; }
  tbody th .title { margin-left: 0; }
  .facts { grid-template-columns: minmax(0, 1fr); }
}
@media print { .top, .acts, .main-act, .search { display: none; } }
`;
