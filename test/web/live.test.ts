import test from 'ava';
import type { Browser, Page } from '../worlds/a-page.ts';
import { aPage, wordsOf } from '../worlds/a-page.ts';
import { slowTarget } from '../worlds/slow-target.ts';
import { until } from '../worlds/until.ts';

const wants = { patches: { 'LAB-1': { kit: { 'Lab.A.cls': 'Class Lab.A\n{\n}\n' } } } };

interface Told {
  readonly kind: string;
  readonly text?: string;
  readonly usual?: string;
}

/** What the page is told up to the message that `last` picks; then the browser goes. */
async function follow(
  page: Page,
  browser: Browser,
  last: (told: Told) => boolean,
  begun: () => void,
): Promise<readonly Told[]> {
  const response = await page.app.request('http://localhost:8470/sites/here/events', {
    headers: { Host: 'localhost:8470', Cookie: browser.cookie },
  });
  const reader = (
    response.body ?? new ReadableStream()
  ).getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const told: Told[] = [];
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return told;
    text += Buffer.from(value).toString();
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts.filter((one) => one.startsWith('data: '))) {
      told.push(JSON.parse(part.slice('data: '.length)) as Told);
      if (told.length === 1) begun();
    }
    if (told.some(last)) {
      await reader.cancel();
      return told;
    }
  }
}

test('an open page is told every step of an attempt as it happens, and how far the writing has come', async (t) => {
  const page = aPage(wants);
  const browser = await page.signedIn();
  let passes = Promise.resolve() as Promise<unknown>;
  const told = await follow(
    page,
    browser,
    ({ text }) => text === 'post-install snapshot kept',
    () => {
      passes = page.site.pass();
    },
  );
  await passes;
  const steps = told
    .filter(({ kind }) => kind === 'step')
    .map(({ text = '' }) => text.replace(/proof \w+/, 'proof'));
  t.deepEqual(steps, [
    'staged: 1 document, every digest checked',
    'backing up 1 document',
    'backed up and read back, proof',
    'writing',
    'verifying',
    'committed, proof',
    'post-install snapshot kept',
  ]);
  t.true(told.some(({ kind, text }) => kind === 'progress' && text === '1 of 1 documents written, 100 %'));
  t.is(told[0]?.kind, 'hello');
});

test('a secret of the site is not told', async (t) => {
  const page = aPage(wants);
  const browser = await page.signedIn();
  const told = await follow(
    page,
    browser,
    ({ kind }) => kind === 'step',
    () => {
      const why = 'the token planted-token was refused';
      page.site.tell({ kind: 'journaled', fact: { kind: 'refused', attempt: 1, why } });
    },
  );
  t.is(told.at(-1)?.text, 'refused: the token *** was refused');
});

test('a browser that takes nothing is told only that something has changed', async (t) => {
  const page = aPage(wants);
  const browser = await page.signedIn();
  const told = await follow(
    page,
    browser,
    ({ kind }) => kind === 'changed',
    () => {
      for (let done = 0; done < 5000; done += 1)
        page.site.tell({
          kind: 'progress',
          attempt: 1,
          step: 'installing',
          done,
          of: 5000,
          share: done / 5000,
        });
      page.site.tell({ kind: 'pass-ended', at: 0, result: { kind: 'busy', message: '' } });
    },
  );
  t.true(told.length < 1000);
});

test('of one session so many pages follow events, and one more gets its page as it is', async (t) => {
  const page = aPage(wants);
  const browser = await page.signedIn();
  const ask = () =>
    page.app.request('http://localhost:8470/sites/here/events', {
      headers: { Host: 'localhost:8470', Cookie: browser.cookie },
    });
  const open: Response[] = [];
  while (open.length < 12) open.push(await ask());
  t.true(open.every(({ status }) => status === 200));
  t.is((await ask()).status, 503);
  for (const { body } of open) await body?.cancel();
  let status = 503;
  while (status === 503) {
    const response = await ask();
    status = response.status;
    await response.body?.cancel();
  }
  t.is(status, 200);
});

test('a page that is drawn in the middle of an attempt has its steps so far, without any script', async (t) => {
  const page = aPage(wants);
  const browser = await page.signedIn();
  let words = '';
  const { journal } = page.world.ports;
  // The attempt waits until the page is drawn.
  const append: typeof journal.append = async (event) => {
    await journal.append(event);
    if (event.kind === 'installing') words = wordsOf((await browser.get('/sites/here')).text);
  };
  Object.assign(page.world.ports, { journal: { ...journal, append } });
  await page.site.pass();
  t.regex(words, /at work since/);
  t.regex(words, /Attempt 1: install LAB-1 .*backed up and read back/);
});

test('a request that reads no events holds no place among those that do', async (t) => {
  const page = aPage(wants);
  const browser = await page.signedIn();
  const { status } = await page.app.request('http://localhost:8470/sites/here/events', {
    ...{ method: 'HEAD', headers: { Host: 'localhost:8470', Cookie: browser.cookie } },
  });
  t.is(status, 405);
  t.is(page.site.watchers(), 1, 'only what looks at the site for all pages');
});

const twoPatches = {
  patches: Object.fromEntries(
    ['LAB-1', 'LAB-2'].map((id) => [
      id,
      { kit: { [`${id}.A.cls`]: `Class ${id}.A\n{\n}\n`, [`${id}.B.cls`]: `Class ${id}.B\n{\n}\n` } },
    ]),
  ),
};

test('a page says how long the step under way has taken, how long it usually takes here, and how far it has come', async (t) => {
  const page = aPage(twoPatches);
  const browser = await page.signedIn();
  const slow = slowTarget(page.world.ports.target);
  let written = 0;
  page.world.onEffect((effect) => {
    if (!effect.startsWith('target.apply')) return;
    written += 1;
    page.world.now += 20_000;
    // The first patch took 40 s; of the second one document is in, and the other waits.
    if (written === 3) slow.slow();
  });
  const passing = page.site.pass();
  let shown = '';
  await until('the second patch is half written', async () => {
    shown = wordsOf((await browser.get('/sites/here')).text);
    return /Attempt 2.*1 of 2 documents written/.test(shown);
  });
  slow.release();
  await passing;
  t.notRegex(shown, /inconsistent|Wants somebody here/);
  t.regex(
    shown,
    /Attempt 2: install LAB-2 20 s in this step usually 40 s here 1 of 2 documents written, 50 %/,
  );
});

test('a step that begins is told with how long it usually takes here', async (t) => {
  const page = aPage(twoPatches);
  page.world.onEffect((effect) => {
    if (effect.startsWith('target.apply')) page.world.now += 35_000;
  });
  await page.site.pass();
  const browser = await page.signedIn();
  const told = await follow(
    page,
    browser,
    ({ kind }) => kind === 'step',
    () => {
      page.site.tell({ kind: 'journaled', fact: { kind: 'installing', attempt: 3 } });
    },
  );
  t.like(told.at(-1), { text: 'writing', usual: 'usually 1 min 10 s here' });
});
