import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { gitIn } from '../../tools/studio/a-laboratory.ts';
import { wordsOf } from '../worlds/a-page.ts';
import { aStudio, formIn } from './a-studio.ts';
import { aForm, pick } from './fill-draft.ts';

for (const folder of ['patches/LAB-2026.014', 'patches/LAB/LAB-2026.014'])
  test(`an id that a colleague’s patch has on main is refused, and ${folder} stays as it is`, async (t) => {
    const studio = aStudio();
    const { work } = studio.laboratory;
    mkdirSync(join(work, folder, 'kit'), { recursive: true });
    writeFileSync(join(work, folder, 'patch.yaml'), 'id: LAB-2026.014\ntitle: Of a colleague\n');
    writeFileSync(join(work, folder, 'kit', 'Colleague.cls'), 'Class Colleague\n{\n}\n');
    gitIn(work, 'add', '--all');
    gitIn(work, 'commit', '--quiet', '--message', 'Of a colleague');
    const { browser, draft } = await studio.begun();
    await pick(browser, draft, 'Lab.Router.cls');
    await browser.send(`${draft}/patch`, { ...aForm, act: 'keep' });
    const { text } = await browser.get(`${draft}/check`);
    t.regex(
      wordsOf(text),
      new RegExp(`1 thing to be mended.*on main already, in ${folder}, which was not made here`, 's'),
    );
    await browser.send(`${draft}/commit`, {});
    t.is(gitIn(work, 'branch', '--list', 'propose/*'), '');
  });

test('what a draft itself committed can be committed again once it is on main', async (t) => {
  const studio = aStudio();
  const { work } = studio.laboratory;
  const { browser, draft } = await studio.begun();
  await pick(browser, draft, 'Lab.Router.cls');
  await browser.send(`${draft}/patch`, { ...aForm, act: 'keep' });
  await browser.send(`${draft}/commit`, {});
  gitIn(work, 'merge', '--quiet', '--ff-only', 'propose/LAB-2026.014');
  await browser.send(`${draft}/patch`, { title: 'Better', act: 'keep' });
  await browser.send(`${draft}/commit`, {});
  t.regex(gitIn(work, 'log', '-1', '--format=%s', 'propose/LAB-2026.014'), /Better/);
});

test('what changed after it was shown is not committed before it was checked again', async (t) => {
  const studio = aStudio();
  const { work, top } = studio.laboratory;
  const { browser, draft } = await studio.begun();
  await pick(browser, draft, 'Lab.Router.cls');
  await browser.send(`${draft}/patch`, { ...aForm, act: 'keep' });
  const check = await browser.get(`${draft}/check`);
  const link = /href="([^"]*\/commit\?checked=[^"]+)"/.exec(check.text)?.[1] ?? '';
  const { text } = await browser.get(link);
  const digest = /name="digest" value="([^"]+)"/.exec(text)?.[1] ?? '';
  t.true(link.endsWith(digest));
  writeFileSync(join(top, 'exports', 'Lab', 'Router.cls'), 'Class Lab.Router\n{\n\n/// Saved later\n}\n');
  for (const shown of [{ digest }, {}]) {
    const sent = await browser.post(`${draft}/commit`, {
      form: await formIn(browser, `${draft}/patch`),
      ...shown,
    });
    t.is(sent.headers.get('location'), `${draft}/check`);
    t.regex(wordsOf((await browser.get(`${draft}/check`)).text), /the documents changed meanwhile/);
  }
  t.is((await browser.get(link)).headers.get('location'), `${draft}/check`);
  t.is(gitIn(work, 'branch', '--list', 'propose/*'), '');
  await browser.send(`${draft}/commit`, {});
  t.regex(gitIn(work, 'show', 'propose/LAB-2026.014:patches/LAB-2026.014/kit/Lab/Router.cls'), /Saved later/);
});

test('no page, no commit and no draft that was thrown away leaves exports behind', async (t) => {
  const studio = aStudio();
  const { browser, draft } = await studio.begun();
  const builds = join(studio.laboratory.top, 'studio', 'build');
  const left = (): readonly string[] => (existsSync(builds) ? readdirSync(builds) : []);
  await pick(browser, draft, 'Lab.Router.cls', '^LabRoute');
  await browser.send(`${draft}/patch`, { ...aForm, act: 'keep' });
  for (const page of ['patch', 'policy', 'check', 'commit']) {
    t.is((await browser.get(`${draft}/${page}`)).status, 200);
    t.deepEqual(left(), [], page);
  }
  await browser.send(`${draft}/commit`, {});
  t.deepEqual(left(), []);
  const ofAKilledOne = join(builds, draft.replace('/drafts/', ''), 'exports');
  mkdirSync(ofAKilledOne, { recursive: true });
  await browser.send('/', {}, `${draft}/drop`);
  t.deepEqual(left(), []);
});
