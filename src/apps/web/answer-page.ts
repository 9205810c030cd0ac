import type { PageContext } from '../page/guard.ts';
import type { Html, PageFrame } from '../page/page-html.ts';
import { wholePage } from '../page/page-html.ts';
import type { Reception } from './site-desk.ts';
import { withoutSecrets } from '../page/without-secrets.ts';
import { assets } from './assets.ts';

/** Where every page stands below. */
export const fleetTrail: PageFrame['trail'] = [{ text: 'patchfleet', href: '/' }];

/** A page that is to be answered. */
interface AnsweredPage {
  readonly title: string;
  /** Default: just below the fleet. */
  readonly trail?: PageFrame['trail'];
  readonly content: Html;
  /** Default: 200. */
  readonly status?: 200 | 401 | 403 | 404 | 409 | 429 | 503;
  /** Default: it follows no site. */
  readonly live?: PageFrame['live'];
  /** Given where forms of the content have one too: all of a page share it. */
  readonly formToken?: string;
  readonly role?: string;
}

/** Answers with a whole page, and what is to be said to who is signed in. Nothing that is a secret of a site goes out. */
export async function answerPage(
  c: PageContext,
  reception: Reception,
  page: AnsweredPage,
): Promise<Response> {
  const { title, trail = fleetTrail, content, status = 200, live = null, role = '' } = page;
  const signedIn = c.get('signedIn');
  const frame: PageFrame = {
    ...{ title: `${title} · patchfleet`, assets: assets.paths, trail, live },
    who:
      signedIn === null
        ? null
        : {
            ...{ name: signedIn.visitor.name, role },
            formToken: page.formToken ?? signedIn.session.forms.issue(),
          },
    notices: signedIn === null ? [] : signedIn.session.notices.splice(0),
  };
  const text = withoutSecrets(String(await wholePage(frame, content)), secretsOf(reception));
  return c.html(text, status);
}

/** What goes out with no answer: the secrets of the sites, and the tokens of users. */
export function secretsOf({ desks, options }: Reception): readonly string[] {
  return [
    ...[...desks.values()].flatMap(({ site }) => site.setup.secrets),
    ...options.users().map(({ token }) => token),
  ];
}
