import { stylesheetOfContent } from './stylesheet-of-content.ts';

/** Colours, text and the frame of every page. Light and dark follow the browser; nothing is told by colour alone. */
const frame = `:root {
  color-scheme: light dark;
  --ground: #f6f7f7; --sheet: #ffffff; --text: #1c2529; --dim: #566369; --line: #dbe1e3; --soft: #eef1f2;
  --accent: #1a5a75; --good: #17663a; --bad: #a0222a; --wait: #755000;
  --good-soft: #e6f2ea; --bad-soft: #fbeaea; --wait-soft: #f8f0dc; --go-soft: #e4eff4;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "Liberation Mono", Menlo, monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #13181a; --sheet: #1a2023; --text: #dde5e8; --dim: #9aa7ad; --line: #2d373b; --soft: #222a2e;
    --accent: #83c3dd; --good: #82cf9d; --bad: #ff9f99; --wait: #e4be76;
    --good-soft: #1b3024; --bad-soft: #3a2022; --wait-soft: #342b18; --go-soft: #1a2f38;
  }
}
* { box-sizing: border-box; }
html { background: var(--ground); color: var(--text); -webkit-text-size-adjust: 100%; }
body { margin: 0; font: 14px/1.5 system-ui, "Segoe UI", "Helvetica Neue", "Liberation Sans", sans-serif; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
main { max-width: 1180px; margin: 0 auto; padding: 12px 20px 64px; }
main:focus { outline: none; }
h1 { font-size: 20px; font-weight: 600; line-height: 1.3; margin: 8px 0; }
h2 { font-size: 14px; font-weight: 600; margin: 24px 0 6px; }
p { margin: 6px 0; }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: 2px; }
code, pre, .diff { font: 12.5px/1.5 var(--mono); }
code { color: inherit; }
.title { font-weight: 400; color: var(--dim); }
.dim, .when { color: var(--dim); font-weight: 400; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 12px; top: 8px; background: var(--sheet); padding: 6px 10px; z-index: 1; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.top { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 4px 16px; padding: 8px 20px; background: var(--sheet); border-bottom: 1px solid var(--line); }
.trail { display: flex; flex-wrap: wrap; list-style: none; margin: 0; padding: 0; }
.trail li + li::before { content: "/"; color: var(--dim); margin: 0 8px; }
.trail a { color: var(--dim); text-decoration: none; padding: 4px 0; display: inline-block; }
.trail a:hover { text-decoration: underline; }
.trail a[aria-current] { color: var(--text); font-weight: 600; }
.who { display: flex; align-items: center; gap: 12px; margin: 0; }
button { font: inherit; font-weight: 600; color: #fff; background: #1a5a75; border: 1px solid #1a5a75; border-radius: 5px; padding: 5px 14px; cursor: pointer; min-height: 32px; }
button:hover { background: #134659; }
button.quiet { color: var(--text); background: transparent; border-color: var(--line); font-weight: 400; }
button.quiet:hover { background: var(--soft); }
button.danger { background: #98232a; border-color: #98232a; }
button.danger:hover { background: #7b181e; }
input, textarea, select { font: inherit; color: var(--text); background: var(--sheet); border: 1px solid #87949a; border-radius: 5px; padding: 5px 9px; min-height: 32px; max-width: 100%; }
textarea { font: 12.5px/1.5 var(--mono); width: 100%; }
label { display: block; font-weight: 600; }
label input:not([type=checkbox], [type=radio]), label textarea { display: block; font-weight: 400; width: 100%; margin-top: 2px; }
label input[type=datetime-local] { width: auto; }
.tick { font-weight: 400; display: flex; gap: 8px; align-items: baseline; }
.tick input { min-height: 0; accent-color: var(--accent); }
fieldset { border: 1px solid var(--line); border-radius: 5px; margin: 0; padding: 6px 12px 10px; }
.notice { border-left: 3px solid var(--dim); background: var(--soft); padding: 7px 12px; margin: 8px 0; border-radius: 0 5px 5px 0; }
.notice p { margin: 0; }
.notice.good { border-color: var(--good); background: var(--good-soft); }
.notice.bad { border-color: var(--bad); background: var(--bad-soft); }
.notice.wait { border-color: var(--wait); background: var(--wait-soft); }
.state { display: inline-flex; align-items: baseline; gap: 6px; white-space: nowrap; }
.state::before { content: ""; width: 8px; height: 8px; border-radius: 50%; background: currentColor; flex: none; }
.state.good { color: var(--good); } .state.bad { color: var(--bad); } .state.wait { color: var(--wait); }
.state.dim { color: var(--dim); } .state.go { color: var(--accent); }
.state.dim::before { background: transparent; border: 1.5px solid currentColor; }
.state.wait::before { border-radius: 1px; } .state.bad::before { border-radius: 0; transform: rotate(45deg); }
@media (max-width: 640px) {
  main, .top { padding-left: 12px; padding-right: 12px; }
  .title { display: block; }
}
@media (prefers-reduced-motion: no-preference) { .state.go::before { animation: breathe 1.6s ease-in-out infinite; } @keyframes breathe { 50% { opacity: .35; } } }
`;

/** The one stylesheet of the pages. */
export const stylesheet = `${frame}${stylesheetOfContent}`;
