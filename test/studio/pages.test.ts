import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'ava';
import { gitIn } from '../../tools/studio/a-laboratory.ts';
import { newFolder, runPatchfleet } from '../cli/run-patchfleet.ts';
import { wordsOf } from '../worlds/a-page.ts';
import { aStudio, keyIn } from './a-studio.ts';
import { aForm, pick } from './fill-draft.ts';

test('the address of the terminal lets one browser in, and leads on without its token', async (t) => {
  const studio = aStudio();
  const { keys } = studio;
  const [first, second] = [studio.browser(), studio.browser()];
  const token = keys.token();
  const answer = await first.get(`/sign-in/${token}`);
  t.is(answer.status, 303);
  t.is(answer.headers.get('location'), '/');
  t.regex(answer.headers.get('set-cookie') ?? '', /^patchfleet-studio-8470=.*HttpOnly; SameSite=Strict/);
  t.is((await first.get('/')).status, 200);
  t.is((await second.get(`/sign-in/${token}`)).status, 401);
  t.is((await second.get(`/sign-in/${keys.token()}`)).status, 303);
  t.is((await studio.browser().get('/')).headers.get('location'), '/sign-in');
});

test('a list in parts of 200 keeps what was picked on another part, and all that was found can be picked at once', async (t) => {
  const studio = aStudio();
  const folder = join(studio.laboratory.top, 'exports', 'Many');
  mkdirSync(folder);
  for (let number = 100; number < 400; number += 1)
    writeFileSync(join(folder, `C${number}.cls`), `Class Many.C${number}\n{\n}\n`);
  const { browser, draft } = await studio.begun();
  const first = await browser.get(`${draft}/documents?in=Many`);
  t.regex(wordsOf(first.text), /1–200 of 300/);
  const key = keyIn(first.text, 'Many.C100.cls');
  await browser.send(`${draft}/documents`, { shown: key, tick: key, act: 'keep', back: '?in=Many' });
  const second = await browser.get(`${draft}/documents?in=Many&from=200`);
  t.regex(wordsOf(second.text), /201–300 of 300/);
  t.regex(wordsOf(second.text), /1 picked/);
  const last = keyIn(second.text, 'Many.C399.cls');
  const after = await browser.send(`${draft}/documents`, {
    shown: last,
    tick: last,
    act: 'keep',
    back: '?in=Many&from=200',
  });
  t.regex(wordsOf(after.text), /2 picked/);
  const all = await browser.send(`${draft}/documents`, { act: 'all', back: '?in=Many' });
  t.regex(wordsOf(all.text), /300 picked, 300 documents of/);
});

test('a file that is no export is said with its line, and the others are there', async (t) => {
  const studio = aStudio();
  writeFileSync(
    join(studio.laboratory.top, 'exports', 'broken.xml'),
    '<?xml version="1.0"?>\n<Export>\n<Class',
  );
  const { browser, draft } = await studio.begun();
  const { text } = await browser.get(`${draft}/documents`);
  t.regex(wordsOf(text), /exports\/broken\.xml:\d/);
  t.truthy(keyIn(text, 'Lab.Router.cls'));
});

test('what was typed wrong is said at its field, is kept, and can be mended', async (t) => {
  const { browser, draft } = await aStudio().begun();
  await pick(browser, draft, 'Lab.Router.cls');
  const wrong = { ...aForm, id: 'lab 14', parameters: 'ward W1\n' };
  const refused = await browser.send(`${draft}/patch`, { ...wrong, act: 'keep' });
  t.regex(refused.text, /name="id"\s+value="lab 14"[^>]*aria-invalid="true"/);
  t.regex(wordsOf(refused.text), /is lab 14, expected an id such as/);
  t.regex(refused.text, /# Result routing/);
  const parameters = await browser.send(`${draft}/patch`, { ...wrong, id: aForm.id, act: 'keep' });
  t.regex(wordsOf(parameters.text), /has no =, expected name = value.*\(line 1\)/);
  t.regex(wordsOf((await browser.get(`${draft}/check`)).text), /1 thing to be mended/);
  const mended = await browser.send(`${draft}/patch`, { parameters: aForm.parameters, act: 'keep' });
  t.notRegex(mended.text, /class="wrong"/);
  t.regex(mended.text, /value="LAB-2026\.014"/);
});

test('what is committed is what kit new, kit add and kit build write, and passes kit check', async (t) => {
  const studio = aStudio();
  const { browser, draft } = await studio.begun();
  const { work, top } = studio.laboratory;
  const keys = await pick(
    browser,
    draft,
    'Lab.Router.cls',
    'LABIN.mac',
    'LABOUT.mac',
    'LABNIGHT.mac',
    '^LabRoute',
  );
  t.is(keys.length, 5);
  await browser.send(`${draft}/patch`, { ...aForm, 'globals kit/routes.zwr': 'replace', act: 'keep' });
  const answer = await browser.send(`${draft}/commit`, {});
  t.regex(wordsOf(answer.text), /git push -u origin propose\/LAB-2026\.014/);
  t.is(gitIn(work, 'status', '--porcelain'), '');
  gitIn(work, 'checkout', '--quiet', 'propose/LAB-2026.014');
  const check = await runPatchfleet(['kit', 'check', 'LAB-2026.014'], { cwd: work });
  t.is(check.code, 0, check.err);
  const own = readFileSync(join(work, 'patches/LAB-2026.014/patch.yaml'), 'utf8');
  rmSync(join(work, 'patches/LAB-2026.014'), { recursive: true });
  const sources = newFolder();
  for (const path of ['Lab/Router.cls', 'routines.xml', 'routes.zwr']) {
    mkdirSync(dirname(join(sources, path)), { recursive: true });
    writeFileSync(join(sources, path), readFileSync(join(top, 'exports', path)));
  }
  const made = await runPatchfleet(
    [
      'kit',
      'new',
      'LAB-2026.014',
      sources,
      '--title',
      aForm.title,
      '--globals',
      'replace',
      '--no-requires',
      '--run',
      'none',
    ],
    { cwd: work },
  );
  t.is(made.code, 0, made.err);
  const other = readFileSync(join(work, 'patches/LAB-2026.014/patch.yaml'), 'utf8');
  const untilPolicy = (text: string): string => text.slice(0, text.indexOf('policy:'));
  t.is(untilPolicy(own), untilPolicy(other));
  t.regex((await runPatchfleet(['kit', 'build', 'LAB-2026.014'], { cwd: work })).out, /Nothing to do/);
  t.is(gitIn(work, 'diff', '--name-only', '--', 'patches/LAB-2026.014/kit'), '');
});

test('of an export of which only a part was picked, the picked documents go in alone', async (t) => {
  const studio = aStudio();
  const { browser, draft } = await studio.begun();
  await pick(browser, draft, 'LABIN.mac');
  await browser.send(`${draft}/patch`, { ...aForm, act: 'keep' });
  await browser.send(`${draft}/commit`, {});
  const files = gitIn(
    studio.laboratory.work,
    'ls-tree',
    '-r',
    '--name-only',
    'propose/LAB-2026.014',
    'patches/LAB-2026.014/kit/',
  );
  t.deepEqual(files.trim().split('\n'), ['patches/LAB-2026.014/kit/LABIN.mac']);
});

test('a branch that holds something else is refused in words, and the draft is as it was', async (t) => {
  const studio = aStudio();
  const { browser, draft } = await studio.begun();
  gitIn(studio.laboratory.work, 'branch', 'propose/LAB-2026.014');
  await pick(browser, draft, 'Lab.Router.cls');
  await browser.send(`${draft}/patch`, { ...aForm, act: 'keep' });
  const answer = await browser.send(`${draft}/commit`, {});
  t.regex(wordsOf(answer.text), /Nothing was committed: the branch propose\/LAB-2026\.014 is there already/);
  t.regex(answer.text, />\s*Commit\s*<\/button>/);
});

test('a moment that was chosen in the calendar stands in the policy, with what it means at the sites', async (t) => {
  const { browser, draft } = await aStudio().begun();
  const chosen = { place: 'ring:prod', day: '2026-12-03', time: '22:00', zone: '' };
  const { text } = await browser.send(
    `${draft}/policy?place=ring:prod&month=2026-12&day=2026-12-03`,
    chosen,
    `${draft}/choose`,
  );
  t.regex(text, /name="at ring:prod"\s+value="2026-12-03T22:00"/);
  t.regex(wordsOf(text), /prod-madrid: 2026-12-03 22:00 Europe\/Madrid\. A window is open then/);
  t.regex(wordsOf(text), /prod-lisbon: .* Outside the site's windows/);
});

test('a studio that was started again finds its drafts', async (t) => {
  const first = aStudio();
  const { browser, draft } = await first.begun();
  await browser.send(`${draft}/patch`, { ...aForm, act: 'keep' });
  const second = aStudio(first.laboratory);
  const other = second.browser();
  await other.get(`/sign-in/${second.keys.token()}`);
  t.regex((await other.get(`${draft}/patch`)).text, /value="Result routing"/);
});
