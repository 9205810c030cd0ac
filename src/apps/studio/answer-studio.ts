import { html } from 'hono/html';
import type { PageContext } from '../page/guard.ts';
import type { Html, PageFrame } from '../page/page-html.ts';
import { wholePage } from '../page/page-html.ts';
import { withoutSecrets } from '../page/without-secrets.ts';
import type { Draft } from './draft.ts';
import { studioAssets } from './studio-assets.ts';
import type { StudioReception } from './studio-desk.ts';

/** A page that is to be answered. */
interface StudioPage {
  readonly title: string;
  readonly content: Html;
  /** Given where the page has forms: all of them share it. */
  readonly formToken?: string;
  /** The draft that the page is about, and the step. */
  readonly draft?: Draft;
  readonly step?: StepName;
  readonly status?: 200 | 400 | 401 | 403 | 404 | 409 | 429 | 503;
}

const steps = {
  documents: 'Documents',
  changes: 'Changes',
  patch: 'Patch',
  policy: 'When',
  check: 'Check',
  commit: 'Commit',
} as const;
type StepName = keyof typeof steps;

/** Answers with a whole page. Nothing that is a secret goes out. */
export async function answerStudio(
  c: PageContext,
  { desk }: StudioReception,
  page: StudioPage,
): Promise<Response> {
  const { title, content, draft, step, status = 200 } = page;
  const signedIn = c.get('signedIn');
  const frame: PageFrame = {
    ...{ title: `${title} · patchfleet studio`, assets: studioAssets.paths, live: null },
    trail: [{ text: 'patchfleet studio', href: '/' }, ...trailOf(draft, step)],
    who:
      signedIn === null
        ? null
        : {
            ...{ name: signedIn.visitor.name, role: '' },
            formToken: page.formToken ?? signedIn.session.forms.issue(),
          },
    notices: signedIn === null ? [] : signedIn.session.notices.splice(0),
  };
  const whole = draft === undefined ? content : html`${stepsHtml(draft, step)} ${content}`;
  return c.html(withoutSecrets(String(await wholePage(frame, whole)), desk.secrets), status);
}

/** How a draft is called. */
export function draftTitle({ fields }: Draft): string {
  const [id = '', title = ''] = [fields['id']?.trim(), fields['title']?.trim()];
  return id !== '' ? id : title !== '' ? title : 'New patch';
}

function trailOf(draft: Draft | undefined, step: StepName | undefined): PageFrame['trail'] {
  if (draft === undefined) return [];
  const href = `/drafts/${draft.id}/${step ?? 'documents'}`;
  return [{ text: draftTitle(draft).slice(0, 80), href }];
}

function stepsHtml({ id, picks }: Draft, current: StepName | undefined): Html {
  return html`<nav class="stepper" aria-label="Steps">
    <ol>
      ${Object.entries(steps).map(
        ([name, title]) =>
          html`<li>
            <a href="/drafts/${id}/${name}" ${name === current ? html`aria-current="step"` : ''}
              >${title}${name === 'documents' && picks.length > 0 ? html` <span class="count">${picks.length}</span>` : ''}</a
            >
          </li>`,
      )}
    </ol>
  </nav>`;
}
