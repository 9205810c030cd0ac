import test from 'ava';
import fc from 'fast-check';
import { ownPath } from '../../src/apps/web/own-path.ts';
import { aPage, tokens } from '../worlds/a-page.ts';

const deep = '/sites/here/patches/LAB-1/changes?from=25';

/** The address to which a form of the sign-in page on screen leads back. */
function backOf(text: string): string | undefined {
  return /name="to"\s+value="([^"]*)"/.exec(text)?.[1];
}

test('who follows a link signs in and comes to the page that was asked for, also after a wrong token', async (t) => {
  const page = aPage({ patches: { 'LAB-1': { kit: { 'Lab.A.cls': 'Class Lab.A\n{\n}\n' } } } });
  await page.site.pass();
  const browser = page.browser();
  const asked = await browser.get(deep);
  t.is(asked.status, 303);
  const form = await browser.get(asked.headers.get('location') ?? '');
  t.is(backOf(form.text), deep);
  const wrong = await browser.post('/sign-in', { token: 'a-guess', to: deep });
  t.is(wrong.status, 401);
  t.is(backOf(wrong.text), deep);
  const right = await browser.post('/sign-in', { token: tokens.ana, to: deep });
  t.is(right.headers.get('location'), deep);
  t.is((await browser.get(deep)).status, 200);
  const again = await browser.get(asked.headers.get('location') ?? '');
  t.is(again.headers.get('location'), deep);
});

test('a link of another site offers to go on, because the browser kept the cookie to itself', async (t) => {
  const page = aPage();
  const path = `/sign-in?to=${encodeURIComponent('/sites/here')}`;
  const followed = await page.browser().get(path, { 'Sec-Fetch-Site': 'cross-site' });
  t.regex(followed.text, /Signed in already\? <a href="\/sites\/here">/);
  t.notRegex((await page.browser().get(path)).text, /Signed in already/);
});

const elsewhere = [
  'https://evil.example/',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '/sites/here\\..\\..\\evil',
  '\\\\evil.example',
  '/sites//evil.example',
  '/%2F%2Fevil.example',
  '/sites/%2e%2e/x',
  '/sites/../x',
  '/sites/here/../../x',
  'javascript:alert(1)',
  ' /sites/here',
  '/sites/here\r\nSet-Cookie: a=b',
  '/sites/here\t',
  '/sites/here#x',
  '/sites/here/patches/LAB-1/notes',
  '/sites/here/events',
  '/sites/here/acts',
  '/sign-out',
  '.evil.example',
  '@evil.example',
  `/sites/${'a'.repeat(600)}`,
];

test('signing in leads to no other host, and to nothing that is no page', async (t) => {
  const page = aPage();
  for (const to of elsewhere) {
    const signedIn = await page.browser().post('/sign-in', { token: tokens.ana, to });
    // A browser in a minute has a few tries only.
    page.world.now += 60_000;
    t.is(signedIn.headers.get('location'), '/', to);
    const ana = await page.signedIn();
    page.world.now += 60_000;
    const asked = await ana.get(`/sign-in?to=${encodeURIComponent(to)}`);
    t.is(asked.headers.get('location'), '/', to);
  }
});

test('whatever is asked for, a path of ours stays on the host that it is resolved against', (t) => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.webUrl({ withQueryParameters: true }),
    fc
      .array(
        fc.constantFrom(
          '/',
          '\\',
          '.',
          'sites',
          'here',
          'patches',
          '@',
          ':',
          '%2f',
          '?',
          '#',
          'evil.example',
        ),
      )
      .map((parts) => parts.join('')),
    fc
      .array(fc.constantFrom('/', '\\', '..', 'x', '\t', '\n', ':', '@'))
      .map((parts) => `/sites/${parts.join('')}`),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const path = ownPath(text);
      if (path === null) return true;
      const { origin, pathname } = new URL(path, 'https://page.example');
      return origin === 'https://page.example' && pathname.startsWith('/sites/');
    }),
    { numRuns: 2000 },
  );
  t.is(
    ownPath('/sites/prod-madrid.lab/patches/LAB-2026.014?state=waits&q=ro%20uting+x'),
    '/sites/prod-madrid.lab/patches/LAB-2026.014?state=waits&q=ro%20uting+x',
  );
});
