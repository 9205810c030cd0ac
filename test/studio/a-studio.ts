import type { Laboratory } from '../../tools/studio/a-laboratory.ts';
import { aLoneLaboratory } from '../../tools/studio/a-laboratory.ts';
import type { ServedLaboratory } from '../../tools/studio/serve-laboratory.ts';
import { serveLaboratory } from '../../tools/studio/serve-laboratory.ts';

/** A studio over a laboratory without a host, and a browser before it. */
export interface TestStudio extends ServedLaboratory {
  readonly laboratory: Laboratory;
  /** A browser that keeps cookies and names its origin. */
  browser(): StudioBrowser;
  /** One in which somebody is signed in, and the path of a draft that was begun there. */
  begun(): Promise<{ readonly browser: StudioBrowser; readonly draft: string }>;
}

export interface StudioBrowser {
  get(path: string, headers?: Record<string, string>): Promise<StudioAnswer>;
  /** Sends a form as a browser does; `headers` come instead of its own. */
  post(path: string, fields: FormEntries, headers?: Record<string, string>): Promise<StudioAnswer>;
  /** Loads a page, sends its form, with what is hidden in it and these fields to `action`, and follows to the page that comes then. */
  send(path: string, fields: FormEntries, action?: string): Promise<StudioAnswer>;
}

type FormEntries = Readonly<Record<string, string | readonly string[]>>;

export interface StudioAnswer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

const host = 'localhost:8470';

export function aStudio(laboratory = aLoneLaboratory()): TestStudio {
  const served = serveLaboratory(laboratory);
  const browser = (): StudioBrowser => aBrowser(served.studio);
  return {
    ...{ ...served, laboratory, browser },
    begun: async () => {
      const one = browser();
      await one.get(`/sign-in/${served.keys.token()}`);
      const answer = await one.post('/drafts', { form: await formIn(one, '/') });
      return { browser: one, draft: (answer.headers.get('location') ?? '').replace(/\/documents$/, '') };
    },
  };
}

/** The token of the forms on a page. */
export async function formIn(browser: StudioBrowser, path: string): Promise<string> {
  const { text } = await browser.get(path);
  return /name="form" value="([^"]+)"/.exec(text)?.[1] ?? '';
}

/** What the form of a page sends along: its token, and the digest that it showed. */
function hiddenIn(text: string): FormEntries {
  const of = (name: string): string | undefined =>
    new RegExp(`name="${name}" value="([^"]+)"`).exec(text)?.[1];
  const [form = '', digest] = [of('form'), of('digest')];
  return { form, ...(digest === undefined ? {} : { digest }) };
}

function aBrowser({ request }: ServedLaboratory['studio']): StudioBrowser {
  let cookie = '';
  const ask = async (
    path: string,
    asked: Record<string, string>,
    init: RequestInit = {},
  ): Promise<StudioAnswer> => {
    const kept: Record<string, string> = cookie === '' ? {} : { Cookie: cookie };
    const response = await request(`http://${host}${path}`, {
      ...init,
      headers: { Host: host, ...kept, ...asked },
    });
    const [given] = response.headers.getSetCookie();
    if (given !== undefined) cookie = given.includes('Max-Age=0') ? '' : (given.split(';')[0] ?? '');
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  const browser: StudioBrowser = {
    get: (path, headers = {}) => ask(path, headers),
    post: (path, fields, headers = {}) => {
      const own = { Origin: `http://${host}`, 'Sec-Fetch-Site': 'same-origin' };
      const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
      const pairs = Object.entries(fields).flatMap(([name, value]) =>
        (typeof value === 'string' ? [value] : value).map((one): [string, string] => [name, one]),
      );
      const body = new URLSearchParams(pairs).toString();
      return ask(path, { ...own, ...type, ...headers }, { method: 'POST', body });
    },
    send: async (path, fields, action = path) => {
      const { text } = await browser.get(path);
      const answer = await browser.post(action, { ...hiddenIn(text), ...fields });
      return answer.status === 303
        ? browser.get((answer.headers.get('location') ?? '').replace(/#.*$/, ''))
        : answer;
    },
  };
  return browser;
}

/** The value of a document's box, as its page has it. */
export function keyIn(text: string, name: string): string {
  const found = [...text.matchAll(/name="tick"\s+value="([^"]*)"/g)].find(([, value]) =>
    value?.startsWith(`${name}\t`),
  );
  if (found?.[1] === undefined) throw new Error(`no ${name} on this page`);
  return found[1];
}
