import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { wordsOf } from '../worlds/a-page.ts';
import type { StudioBrowser } from './a-studio.ts';
import { aStudio, formIn } from './a-studio.ts';

const posts = ['/documents', '/patch', '/policy', '/choose', '/commit', '/drop'];

const typedId = async (browser: StudioBrowser, draft: string): Promise<string> =>
  /name="id"\s+value="([^"]*)"/.exec((await browser.get(`${draft}/patch`)).text)?.[1] ?? '';

test('nobody gets anything without being signed in', async (t) => {
  const studio = aStudio();
  const { draft } = await studio.begun();
  const stranger = studio.browser();
  for (const path of [
    '/',
    `${draft}/documents`,
    `${draft}/changes`,
    `${draft}/patch`,
    `${draft}/notes`,
    `${draft}/policy`,
    `${draft}/check`,
    `${draft}/commit`,
  ])
    t.is((await stranger.get(path)).headers.get('location'), '/sign-in', path);
  for (const path of ['/drafts', ...posts.map((post) => `${draft}${post}`)])
    t.is((await stranger.post(path, { form: 'x' })).status, 401, path);
});

test('tokens cannot be tried out', async (t) => {
  const one = aStudio().browser();
  const statuses: number[] = [];
  for (let tries = 0; tries < 7; tries += 1) statuses.push((await one.get(`/sign-in/guess${tries}`)).status);
  t.is(statuses[0], 401);
  t.is(statuses.at(-1), 429);
});

test('a form without its token, with that of another session, or from elsewhere does nothing', async (t) => {
  const studio = aStudio();
  const { browser, draft } = await studio.begun();
  const other = await studio.begun();
  const foreign = await formIn(other.browser, `${other.draft}/patch`);
  for (const post of posts) {
    t.is((await browser.post(`${draft}${post}`, { id: 'LAB-1' })).status, 403, post);
    t.is((await browser.post(`${draft}${post}`, { id: 'LAB-1', form: foreign })).status, 403, post);
  }
  const form = await formIn(browser, `${draft}/patch`);
  const elsewhere = [{ Origin: 'https://evil.example' }, { 'Sec-Fetch-Site': 'cross-site' }, { Origin: '' }];
  for (const headers of elsewhere)
    t.is((await browser.post(`${draft}/patch`, { id: 'LAB-1', form }, headers)).status, 403);
  t.is(await typedId(browser, draft), '');
  t.is(studio.desk.drafts.list().length, 2);
});

test('a request under another name for this machine is refused', async (t) => {
  const studio = aStudio();
  const { browser, draft } = await studio.begun();
  t.is((await browser.get(`${draft}/patch`, { Host: 'evil.example:8470' })).status, 421);
  t.is((await browser.post(`${draft}/patch`, { id: 'LAB-1' }, { Host: 'evil.example:8470' })).status, 421);
});

test('what is done once is not done by a form that was sent already', async (t) => {
  const studio = aStudio();
  const { browser } = await studio.begun();
  const form = await formIn(browser, '/');
  t.is((await browser.post('/drafts', { form })).status, 303);
  t.is((await browser.post('/drafts', { form })).status, 409);
  t.is(studio.desk.drafts.list().length, 2);
});

test('a path that climbs leads to no draft, and nothing outside of the drafts is read or taken away', async (t) => {
  const studio = aStudio();
  const { browser } = await studio.begun();
  const outside = join(studio.laboratory.top, 'studio', 'secret.json');
  writeFileSync(
    outside,
    '{"id":"0123456789abcdef","begunAt":0,"changedAt":0,"picks":[],"fields":{"title":"SECRET"},"committed":null}',
  );
  for (const id of [
    '..%2Fsecret',
    '%2e%2e%2fsecret',
    '..%5Csecret',
    'secret',
    '0123456789abcdef%00',
    'constructor',
    '0'.repeat(5000),
  ]) {
    const { status, text } = await browser.get(`/drafts/${id}/patch`);
    t.is(status, 404, id);
    t.notRegex(text, /SECRET/);
    t.is((await browser.post(`/drafts/${id}/drop`, { form: await formIn(browser, '/') })).status, 404);
  }
  t.true(existsSync(outside));
});

test('an id, a group, a name of a document or of a kit file that climbs writes nothing outside of the patch', async (t) => {
  const studio = aStudio();
  const { browser, draft } = await studio.begun();
  const { top, work } = studio.laboratory;
  const evil = '../../../../escaped';
  await browser.send(`${draft}/documents`, {
    shown: [`${evil}\texports/x`],
    tick: [`${evil}\texports/x`, `/etc/passwd\t/etc/passwd`],
    act: 'keep',
    back: '',
  });
  t.deepEqual(studio.desk.drafts.list()[0]?.picks, []);
  for (const wrong of [{ id: evil }, { group: '..' }, { group: 'a/b' }, { id: 'LAB-1', group: '.git' }]) {
    await browser.send(`${draft}/documents`, { act: 'all', back: '?q=Lab.Router.cls' });
    await browser.send(`${draft}/patch`, {
      id: 'LAB-1',
      title: 'T',
      notes: 'n',
      ...wrong,
      [`globals ${evil}`]: 'merge',
      act: 'keep',
    });
    const { text } = await browser.send(`${draft}/commit`, {}, `${draft}/commit`);
    t.regex(wordsOf(text), /to be mended|cannot be committed/);
  }
  t.false(existsSync(join(top, 'escaped')));
  t.false(existsSync(join(work, 'escaped')));
});

test('scripts in notes, titles, names of documents and files stay texts', async (t) => {
  const studio = aStudio();
  const exports = join(studio.laboratory.top, 'exports');
  const script = '<script>alert(1)</script>';
  mkdirSync(join(exports, 'csp'));
  writeFileSync(join(exports, 'csp', '"><img src=x onerror=alert(1)>.csp'), 'x');
  writeFileSync(join(exports, '<b>bad.xml'), '<');
  const { browser, draft } = await studio.begun();
  await browser.send(`${draft}/documents`, { act: 'all', back: '' });
  await browser.send(`${draft}/patch`, {
    id: script,
    title: script,
    requires: script,
    run: script,
    notes: `${script}<b onclick="x()">bold</b>`,
    parameters: script,
    format: 'html',
    act: 'keep',
  });
  await browser.send(`${draft}/policy`, {
    'rule default': script,
    'at default': `">${script}`,
    'zone default': script,
    act: 'keep',
  });
  for (const path of [
    '/documents',
    '/changes',
    '/patch',
    '/policy?place=%22%3E%3Cscript%3E&month=%3Cscript%3E&day=%3Cb%3E',
    '/check',
    '/commit',
  ]) {
    const { text, headers } = await browser.get(`${draft}${path}`);
    t.notRegex(text, /<script>|<img src=x|<b>bad|<b onclick/, path);
    t.regex(
      headers.get('content-security-policy') ?? '',
      /default-src 'none'; style-src 'self'; script-src 'self'/,
    );
  }
  const notes = await browser.get(`${draft}/notes`);
  t.regex(notes.text, /<b>bold<\/b>/);
  t.notRegex(notes.text, /<script|onclick/);
  t.regex(notes.headers.get('content-security-policy') ?? '', /^sandbox; default-src 'none'/);
  t.is(notes.headers.get('x-frame-options'), 'SAMEORIGIN');
});

test('a form that is too large, or is none, is refused before it is read', async (t) => {
  const { browser, draft } = await aStudio().begun();
  const form = await formIn(browser, `${draft}/patch`);
  t.is((await browser.post(`${draft}/patch`, { form, notes: 'x'.repeat(1_100_000) })).status, 413);
  t.is((await browser.post(`${draft}/patch`, { form }, { 'Content-Type': 'application/json' })).status, 415);
});

test('what an address says of a filter leads nowhere else', async (t) => {
  const { browser, draft } = await aStudio().begun();
  const form = await formIn(browser, `${draft}/documents`);
  const { headers } = await browser.post(`${draft}/documents`, {
    form,
    act: 'keep',
    back: '//evil.example/?q=a\r\nX: y',
  });
  t.regex(headers.get('location') ?? '', /^\/drafts\/[0-9a-f]{16}\/documents(\?q=a[^/]*)?$/);
});

test('drafts are for their user alone', async (t) => {
  const studio = aStudio();
  const { draft } = await studio.begun();
  const { statSync } = await import('node:fs');
  const folder = join(studio.laboratory.top, 'studio', 'drafts');
  const file = join(folder, `${draft.replace('/drafts/', '')}.json`);
  t.is(statSync(file).mode & 0o077, 0);
  t.is(statSync(folder).mode & 0o077, 0);
  t.regex(readFileSync(file, 'utf8'), /"picks"/);
});
