import { html } from 'hono/html';
import type { Html } from '../page/page-html.ts';
import type { CheckedDraft } from './check-draft.ts';
import type { Draft } from './draft.ts';
import { besideField, wrongField } from './field-issues.ts';
import { globalsFieldOf, notesFileOf } from './patch-fields.ts';

interface FormScene {
  readonly draft: Draft;
  /** Null: nothing was kept yet that could be checked. */
  readonly checked: CheckedDraft | null;
  /** Calls of the kit that may be the patch's own code. */
  readonly runs: readonly string[];
  /** Releases that carry picked documents. */
  readonly before: readonly string[];
  readonly formToken: string;
}

/** What a person says of the patch. */
export function patchFormHtml({ draft, checked, runs, before, formToken }: FormScene): Html {
  const { fields, id } = draft;
  const of = (name: string): string => fields[name] ?? '';
  const line = (name: string, label: string, hint: string, more: Html | '' = ''): Html =>
    html`<label
      >${label} <span class="hint">${hint}</span>
      <input
        type="text"
        name="${name}"
        value="${of(name)}"
        maxlength="2000"
        ${more}
        ${wrongField(checked, name)}
      />
      ${besideField(checked, name)}
    </label>`;
  return html`<h1>Patch</h1>
    ${besideField(checked, 'general')} ${besideField(checked, 'documents')}
    <form method="post" action="/drafts/${id}/patch">
      <input type="hidden" name="form" value="${formToken}" />
      <div class="sheet fields">
        ${line('id', 'Id', 'such as LAB-2026.014')} ${line('title', 'Title', 'what it is for, in one line')}
        ${line('requires', 'Requires', before.length === 0 ? 'patches that come before it' : `patches that come before it; what is picked was last in ${before.slice(0, 5).join(', ')}`)}
        ${line('group', 'Group', 'folder below patches/, if there are any')}
        ${line('run', 'Code to run', 'a method or label of this patch, if it has one', runs.length === 0 ? '' : html`list="runs"`)}
        ${line('approvals', 'Approvals', 'people who have to give leave: 0 to 20')}
        ${runs.length === 0 ? '' : html`<datalist id="runs">${runs.map((call) => html`<option value="${call}"></option>`)}</datalist>`}
        ${runs.length === 0 || of('run') !== '' ? '' : html`<p class="wide hint">The kit has ${runs.join(', ')}.</p>`}
        ${globalsHtml(checked)}
      </div>
      <div class="sheet">
        <h2>Notes <span class="dim">shown to operators before they let it in</span></h2>
        <div class="preview">
          <div>
            <label class="hidden" for="format">Format of the notes</label>
            <select id="format" name="format">
              <option value="md">Markdown</option>
              <option value="html" ${notesFileOf(fields) === 'notes.html' ? 'selected' : ''}>HTML</option>
            </select>
            <label class="hidden" for="notes">Notes</label>
            <textarea id="notes" name="notes" spellcheck="true" ${wrongField(checked, 'notes')}>
${of('notes')}</textarea>
            ${besideField(checked, 'notes')}
          </div>
          <iframe
            class="notes"
            title="The notes as operators see them"
            src="/drafts/${id}/notes"
            sandbox
          ></iframe>
        </div>
        <button type="submit" name="act" value="keep" class="quiet">
          Keep, and show the notes as they will be
        </button>
      </div>
      <div class="sheet">
        <label
          >Parameters
          <span class="hint">patch.ini: name = value; [ring:NAME] and [site:NAME] override</span>
          <textarea name="parameters" rows="6" spellcheck="false" ${wrongField(checked, 'parameters')}>
${of('parameters')}</textarea>
          ${besideField(checked, 'parameters')}
        </label>
      </div>
      <div class="go-on">
        <button type="submit" name="act" value="go-on">Keep and go on</button>
        <button type="submit" name="act" value="keep" class="quiet">Keep</button>
      </div>
    </form>`;
}

function globalsHtml(checked: CheckedDraft | null): Html {
  const globals = checked?.built?.globals ?? [];
  if (globals.length === 0) return html``;
  return html`${globals.map(
    ({ file, mode, names }) =>
      html`<label
        >Globals in ${file.replace(/^kit\//, '')} <span class="hint">${names.join(', ')}</span>
        <select name="${globalsFieldOf(file)}">
          <option value="merge">merge: set these nodes, leave all others</option>
          <option value="replace" ${mode === 'replace' ? 'selected' : ''}>
            replace: nothing but these nodes is left
          </option>
        </select></label
      >`,
  )}`;
}
