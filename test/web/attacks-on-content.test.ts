import test from 'ava';
import { actsOf, afterPass, path } from './attacked-page.ts';
import type { Page } from '../worlds/a-page.ts';
import { formOf, tokens, wordsOf } from '../worlds/a-page.ts';

test('a path leads to no file', async (t) => {
  const page = await afterPass();
  const ana = await page.signedIn();
  const paths = [
    '/../../../etc/passwd',
    '/assets/../package.json',
    '/assets/..%2f..%2fpackage.json',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/sites/..%2f..%2fetc',
    '/sites/here/patches/..%2f..%2f..%2fetc%2fpasswd',
    '/sites/here/patches/LAB-1/notes/../../../../etc/passwd',
    '/sites/here/patches/%00',
    '/sites/here/patches/__proto__',
    '/sites/__proto__',
    '/sites/constructor/events',
    '/sites/here/attempts/99999999999999999999',
    '/sites/here/attempts/-1',
    '/sites/%E0%A4%A',
    '//evil.example/',
    '/sites/here/patches/LAB-1/changes?only=99999999999&from=-1',
  ];
  for (const asked of paths) {
    const { status, text } = await ana.get(asked);
    t.true([200, 303, 400, 401, 404].includes(status), `${asked}: ${status}`);
    t.notRegex(text, /root:|"dependencies"/, asked);
  }
  t.false(page.notes.some(({ kind }) => kind === 'page-failed'));
});

const hostile = `# Notes
<script>alert(1)</script><img src=x onerror=alert(1)><iframe src="https://evil.example"></iframe>
<a href="javascript:alert(1)">here</a> [there](javascript:alert(1)) ![pixel](https://evil.example/pixel.png)
<form action="https://evil.example"><input name=token></form><svg onload=alert(1)><style>*{}</style><base href="//evil.example">
<meta http-equiv=refresh content="0;url=//evil.example"><object data=x></object><p style="position:fixed" onclick="x()">plain <b>words</b></p>
<img src="data:image/svg+xml;base64,PHN2Zz4="><img alt=ok src="data:image/png;base64,iVBORw0KGgo=">
`;

test('notes run nothing, load nothing and lead nowhere', async (t) => {
  const kit = { 'Lab.A.cls': 'Class Lab.A\n{\n}\n' };
  for (const notes of ['notes.md', 'notes.html'] as const) {
    const page = await afterPass(
      {},
      {
        patches: {
          'LAB-1': {
            kit,
            notes: { [notes]: notes === 'notes.md' ? hostile : hostile.replace(/\[.*$/m, '') },
          },
        },
      },
    );
    const ana = await page.signedIn();
    t.regex((await ana.get(path)).text, /<iframe\s+class="notes[^"]*"\s+sandbox=""/);
    const { status, text, headers } = await ana.get(`${path}/notes`);
    t.is(status, 200);
    const body = text.slice(text.indexOf('<body>'));
    t.notRegex(
      body,
      /<script|onerror|onload|onclick|<iframe|<form|<input|<svg|<style|<base|<meta|<object|href|evil\.example|javascript:/i,
    );
    t.regex(body, /plain <b>words<\/b>/);
    t.is(body.match(/<img/g)?.length, 1);
    t.regex(headers.get('content-security-policy') ?? '', /^sandbox; default-src 'none'/);
    t.notRegex(headers.get('content-security-policy') ?? '', /script-src|unsafe-inline|allow-/);
  }
});

test('what people wrote is text on every page, whatever it holds', async (t) => {
  const evil = '<script>alert(1)</script>"\'><img src=x onerror=alert(1)>';
  const page = await afterPass(
    {},
    {
      patches: {
        'LAB-1': {
          kit: { 'Lab.A.cls': `Class Lab.A\n{\n// ${evil}\n}\n` },
          manifest: { title: evil, policy: { default: 'operator' } },
        },
      },
    },
  );
  const ana = await page.signedIn();
  await ana.act(path, 'hold', { why: evil });
  await page.site.pass();
  for (const asked of ['/sites/here', path, `${path}/changes`, `/sites/here?q=${encodeURIComponent(evil)}`]) {
    const { text } = await ana.get(asked);
    t.notRegex(text, /<script>alert|<img src=x/, asked);
    t.regex(text, /&lt;script&gt;alert/, asked);
  }
});

test('a body that is too large, or no form, is not read', async (t) => {
  const page = await afterPass();
  const ana = await page.signedIn();
  const form = { ...formOf((await ana.get(path)).text, 'install-now'), why: 'x'.repeat(100_000) };
  t.is((await ana.post('/sites/here/acts', form)).status, 413);
  const origin = { Origin: 'http://localhost:8470', Host: 'localhost:8470', Cookie: ana.cookie };
  const chunks = new ReadableStream({
    pull(controller) {
      controller.enqueue(Buffer.from('a'.repeat(10_000)));
    },
  });
  const endless = await page.app.request('http://localhost:8470/sites/here/acts', {
    method: 'POST',
    body: chunks,
    duplex: 'half',
    headers: {
      ...origin,
      'Content-Type': 'application/x-www-form-urlencoded',
      'Transfer-Encoding': 'chunked',
    },
  });
  t.is(endless.status, 413);
  for (const type of ['multipart/form-data; boundary=x', 'application/json', 'text/plain', ''])
    t.is((await ana.post('/sites/here/acts', form, { 'Content-Type': type })).status, 415, type);
  t.is(await actsOf(page), 0);
});

test('of 10,000 tries to sign in few are looked at, whoever makes them, and the right token works again later', async (t) => {
  const page = await afterPass({ behindProxy: true });
  const attacker = page.browser();
  const https = { Origin: 'https://localhost:8470' };
  const counts = new Map<number, number>();
  for (let tries = 0; tries < 10_000; tries += 1) {
    const from = tries < 5000 ? '192.0.2.1' : `192.0.2.${tries % 250}`;
    const headers = { ...https, 'X-Forwarded-For': `10.9.9.${tries % 256}, ${from}` };
    const { status } = await attacker.post('/sign-in', { token: `guess-${tries}` }, headers);
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  t.true((counts.get(401) ?? 0) <= 60);
  t.is((counts.get(401) ?? 0) + (counts.get(429) ?? 0), 10_000);
  t.true(page.notes.length <= 200);
  page.world.now += 120_000;
  const ana = page.browser();
  t.is(
    (await ana.post('/sign-in', { token: tokens.ana }, { ...https, 'X-Forwarded-For': '192.0.2.1' })).status,
    303,
  );
});

test('of one address five tries are looked at, and another one is free meanwhile', async (t) => {
  const page = await afterPass({ behindProxy: true });
  const from = (address: string, token: string) =>
    page
      .browser()
      .post('/sign-in', { token }, { Origin: 'https://localhost:8470', 'X-Forwarded-For': address });
  for (let tries = 0; tries < 5; tries += 1) t.is((await from('192.0.2.1', 'guess')).status, 401);
  t.is((await from('192.0.2.1', tokens.ana)).status, 429);
  t.is((await from('192.0.2.77', tokens.ana)).status, 303);
});

test('no token and no secret of the site stands on a page or in the log', async (t) => {
  const kit = { 'Lab.A.cls': 'Class Lab.A\n{\n// planted-token & token-of-vic-0123456789\n}\n' };
  const manifest = { title: 'with planted-token', notes: 'notes.md', policy: { default: 'operator' } };
  const notes = { 'notes.md': 'It comes with planted-token.' };
  const page = await afterPass({}, { patches: { 'LAB-1': { kit, manifest, notes } } });
  const ana = await page.signedIn();
  await page.browser().post('/sign-in', { token: 'a-wrong-token-planted-token' });
  await ana.act(path, 'hold', { why: 'planted-token' });
  const shown = await Promise.all(
    ['/sites/here', path, `${path}/changes`, `${path}/notes`].map(
      async (asked) => (await ana.get(asked)).text,
    ),
  );
  const all = [...shown, JSON.stringify(page.notes), ana.cookie].join('\n');
  for (const secret of ['planted-token', ...Object.values(tokens)]) t.false(all.includes(secret), secret);
  t.regex(wordsOf(shown[2] ?? ''), /\*\*\*/);
  t.regex(shown[3] ?? '', /It comes with \*\*\*/);
});

test('every answer tells the browser to run, load and frame nothing that is not of the page', async (t) => {
  const page = await afterPass();
  const ana = await page.signedIn();
  for (const asked of ['/sign-in', path, '/nothing', '/sites/here/attempts/9']) {
    const { headers } = await ana.get(asked);
    const policy = headers.get('content-security-policy') ?? '';
    t.regex(policy, /default-src 'none'/, asked);
    t.regex(policy, /frame-ancestors 'none'/);
    t.notRegex(policy, /unsafe/);
    t.is(headers.get('x-content-type-options'), 'nosniff');
    t.is(headers.get('referrer-policy'), 'same-origin');
    t.is(headers.get('cache-control'), 'no-store');
  }
  const refused = await ana.get('/', { Host: 'evil.example' });
  t.regex(refused.headers.get('content-security-policy') ?? '', /default-src 'none'/);
  const { text } = await ana.get(path);
  t.notRegex(text, /<script(?! src="\/assets\/)|\son\w+=|\sstyle=|javascript:/);
});

test('the cookie is for this host alone, not for scripts, and over TLS only where there is TLS', async (t) => {
  const plain = await afterPass();
  const given = async (page: Page, origin: string): Promise<string> => {
    const headers = {
      Host: 'localhost:8470',
      Origin: origin,
      'Content-Type': 'application/x-www-form-urlencoded',
    };
    const body = new URLSearchParams({ token: tokens.ana });
    const response = await page.app.request('http://localhost:8470/sign-in', {
      method: 'POST',
      headers,
      body,
    });
    return response.headers.get('set-cookie') ?? '';
  };
  t.regex(await given(plain, 'http://localhost:8470'), /^patchfleet=[\w-]{43}; .*HttpOnly; SameSite=Strict$/);
  const secure = await afterPass({ tls: true });
  const cookie = await given(secure, 'https://localhost:8470');
  t.regex(cookie, /^__Host-patchfleet=[\w-]{43}; .*Path=\/; HttpOnly; Secure; SameSite=Strict$/);
});
