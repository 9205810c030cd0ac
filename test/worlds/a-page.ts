import type { Pages } from '../../src/apps/web/create-pages.ts';
import { createPages } from '../../src/apps/web/create-pages.ts';
import type { PageNote, PageUser } from '../../src/apps/web/page-options.ts';
import type { TestSite } from './a-served-site.ts';
import { aServedSite } from './a-served-site.ts';
import { World } from './a-world.ts';
import type { WorldWish } from './a-world.ts';

export const tokens = {
  ana: 'token-of-ana-0123456789',
  vic: 'token-of-vic-0123456789',
  rita: 'token-of-rita-0123456789',
} as const;

/** The operator's page over a world in memory, a browser with it, and what it told the log. */
export interface Page {
  readonly world: World;
  readonly site: TestSite;
  readonly app: Pages;
  readonly notes: PageNote[];
  users: readonly PageUser[];
  /** A browser that keeps cookies and names its origin. */
  browser(): Browser;
  /** A browser in which somebody is signed in. */
  signedIn(who?: keyof typeof tokens): Promise<Browser>;
}

export interface Browser {
  cookie: string;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** Sends a form as a browser does; `headers` come instead of its own. */
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Answer>;
  /** Loads the page, and sends its form of this kind with these fields; follows to the page that comes then. */
  act(path: string, kind: string, fields?: Record<string, string>): Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/** Ana operates, Vic views, Rita operates and approves. */
export function aPage(wish: WorldWish = {}, more: Partial<Parameters<typeof createPages>[1]> = {}): Page {
  const world = new World(wish);
  const site = aServedSite(world);
  const notes: PageNote[] = [];
  const here = world.setup.site;
  const page: Page = {
    ...{ world, site, notes },
    users: [
      { site: here, name: 'ana', role: 'operator', token: tokens.ana },
      { site: here, name: 'vic', role: 'viewer', token: tokens.vic },
      { site: here, name: 'rita', role: 'operator', token: tokens.rita },
    ],
    app: createPages([site], {
      ...{ users: () => page.users, hosts: [], behindProxy: false, tls: false },
      ...{ clock: world.ports.clock, note: (note) => notes.push(note), lookEvery: 0 },
      ...more,
    }),
    browser: () => aBrowser(page.app),
    signedIn: async (who = 'ana') => {
      const browser = page.browser();
      await browser.post('/sign-in', { token: tokens[who] });
      return browser;
    },
  };
  return page;
}

const origin = 'http://localhost:8470';

/** A browser that keeps cookies and names its origin, without anybody signed in. */
export function aBrowser(app: Pages): Browser {
  const send = async (
    path: string,
    asked: Readonly<Record<string, string>>,
    init: RequestInit = {},
  ): Promise<Answer> => {
    const cookie: Record<string, string> = browser.cookie === '' ? {} : { Cookie: browser.cookie };
    const headers = { Host: 'localhost:8470', ...cookie, ...asked };
    const response = await app.request(`${origin}${path}`, { ...init, headers });
    const [given] = response.headers.getSetCookie();
    if (given !== undefined) browser.cookie = given.includes('Max-Age=0') ? '' : (given.split(';')[0] ?? '');
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  const browser: Browser = {
    cookie: '',
    get: (path, headers = {}) => send(path, headers),
    post: (path, fields, headers = {}) => {
      const own = { Origin: origin, 'Sec-Fetch-Site': 'same-origin' };
      const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
      const body = new URLSearchParams(fields).toString();
      return send(path, { ...own, ...type, ...headers }, { method: 'POST', body });
    },
    act: async (path, kind, fields = {}) => {
      const { text } = await browser.get(path);
      const {
        status,
        text: refusal,
        headers,
      } = await browser.post(actsOf(path), { ...formOf(text, kind), ...fields });
      if (status !== 303) return { status, text: refusal, headers };
      return browser.get(headers.get('location') ?? '');
    },
  };
  return browser;
}

function actsOf(path: string): string {
  return `${/^\/sites\/[^/]+/.exec(path)?.[0] ?? ''}/acts`;
}

/** The hidden fields of the form of this kind on a page. */
export function formOf(text: string, kind: string): Record<string, string> {
  const form = text.split('<form').find((part) => new RegExp(`name="kind" value="${kind}"`).test(part));
  if (form === undefined) throw new Error(`no form ${kind} on this page`);
  const hidden = form
    .slice(0, form.indexOf('</form'))
    .matchAll(/type="hidden"\s+name="(\w+)"\s+value="([^"]*)"/g);
  return Object.fromEntries([...hidden].map(([, name = '', value = '']) => [name, value]));
}

/** A page's words without its markup. */
export function wordsOf(text: string): string {
  const content = /<main[^>]*>([\s\S]*)<\/main>/.exec(text)?.[1] ?? text;
  return content
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();
}
