import test from 'ava';
import { actsOf, afterPass, path } from './attacked-page.ts';
import { formOf, tokens } from '../worlds/a-page.ts';

test('a form without its token, with a made-up one, or with that of another session does nothing', async (t) => {
  const page = await afterPass();
  const [ana, rita] = [await page.signedIn('ana'), await page.signedIn('rita')];
  const form = { ...formOf((await ana.get(path)).text, 'install-now'), why: 'x' };
  const foreign = formOf((await rita.get(path)).text, 'install-now')['form'] ?? '';
  for (const token of ['', '1', `1.${'A'.repeat(43)}`, '999999999999.', foreign, '1.é', '-1.x']) {
    t.is((await ana.post('/sites/here/acts', { ...form, form: token })).status, 403, token);
  }
  t.is((await page.browser().post('/sites/here/acts', form)).status, 401);
  t.is(await actsOf(page), 0);
});

test('a form that is sent again does nothing more', async (t) => {
  const page = await afterPass();
  const ana = await page.signedIn();
  const form = { ...formOf((await ana.get(path)).text, 'install-now'), why: 'x' };
  t.is((await ana.post('/sites/here/acts', form)).status, 303);
  for (let again = 0; again < 3; again += 1) {
    t.is((await ana.post('/sites/here/acts', form)).status, 409);
  }
  t.is(await actsOf(page), 1);
});

test('old forms are refused when very many were sent, and what is kept of them does not grow', async (t) => {
  const page = await afterPass();
  const ana = await page.signedIn();
  const old = { ...formOf((await ana.get(path)).text, 'install-now'), why: 'x' };
  for (let count = 0; count < 510; count += 1) {
    const form = formOf((await ana.get('/sites/here')).text, 'wake');
    await ana.post('/sites/here/acts', form);
  }
  t.is((await ana.post('/sites/here/acts', old)).status, 409);
  t.is(await actsOf(page), 0);
  t.is(page.site.wakes, 510);
});

test('a form from elsewhere, or from nowhere, does nothing', async (t) => {
  const page = await afterPass();
  const ana = await page.signedIn();
  const form = { ...formOf((await ana.get(path)).text, 'install-now'), why: 'x' };
  const elsewhere = [
    { Origin: 'http://evil.example' },
    { Origin: 'null' },
    { Origin: 'http://localhost:9999' },
    { Origin: 'https://localhost:8470' },
    { Origin: '' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { 'Sec-Fetch-Site': 'none' },
  ];
  for (const headers of elsewhere) {
    const { status } = await ana.post('/sites/here/acts', form, headers);
    t.is(status, 403, JSON.stringify(headers));
  }
  t.is(await actsOf(page), 0);
});

test('a name that somebody else made up for this machine is not answered', async (t) => {
  const page = await afterPass({ hosts: ['patches.hospital.example'] });
  const ana = await page.signedIn();
  for (const host of [
    'evil.example',
    'evil.example:8470',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '',
    '@',
  ]) {
    for (const asked of ['/', path, '/sign-in', '/assets/x.css']) {
      t.is((await ana.get(asked, { Host: host })).status, 421, host);
    }
  }
  for (const host of ['127.0.0.1:8470', '[::1]:8470', 'LOCALHOST', 'patches.hospital.example:443'])
    t.is((await ana.get(path, { Host: host })).status, 200, host);
});

test('a session that somebody else chose is not taken, and each sign-in has a new one', async (t) => {
  const page = await afterPass();
  const victim = page.browser();
  const chosen = 'A'.repeat(43);
  victim.cookie = `patchfleet=${chosen}`;
  await victim.post('/sign-in', { token: tokens.ana });
  const first = victim.cookie;
  t.notRegex(first, new RegExp(chosen));
  await victim.post('/sign-in', { token: tokens.ana });
  t.not(victim.cookie, first);
  const attacker = page.browser();
  for (const cookie of [first, `patchfleet=${chosen}`, 'patchfleet=', 'patchfleet=../../x']) {
    attacker.cookie = cookie;
    t.is((await attacker.get(path)).status, 303, cookie);
  }
  t.is((await victim.get(path)).status, 200);
});

test('a session ends when its user signs out, and then its forms are nothing', async (t) => {
  const page = await afterPass();
  const ana = await page.signedIn();
  const form = { ...formOf((await ana.get(path)).text, 'install-now'), why: 'x' };
  const { cookie } = ana;
  t.is((await ana.post('/sign-out', { form: 'wrong' })).status, 403);
  const { text } = await ana.get(path);
  await ana.post('/sign-out', { form: formOf(text, 'install-now')['form'] ?? '' });
  ana.cookie = cookie;
  t.is((await ana.get(path)).status, 303);
  t.is((await ana.post('/sites/here/acts', form)).status, 401);
});

test('a session ends an hour after the last request of a person, and twelve hours after it began', async (t) => {
  const page = await afterPass();
  const minutes = (count: number): void => {
    page.world.now += count * 60_000;
  };
  const ana = await page.signedIn();
  for (let hours = 0; hours < 11; hours += 1) {
    minutes(59);
    t.is((await ana.get(path)).status, 200);
  }
  minutes(59);
  t.is((await ana.get(path)).status, 200);
  minutes(13);
  t.is((await ana.get(path)).status, 303);
  const rita = await page.signedIn('rita');
  minutes(59);
  t.is((await rita.get(path, { 'x-patchfleet-live': '1' })).status, 200);
  minutes(1);
  t.is((await rita.get(path)).status, 303);
});

test('whose token is taken out of the configuration is out at once, and a role counts as it is now', async (t) => {
  const page = await afterPass();
  const ana = await page.signedIn();
  const form = { ...formOf((await ana.get(path)).text, 'install-now'), why: 'x' };
  page.users = page.users.map((user) => ({ ...user, role: 'viewer' }));
  t.is((await ana.post('/sites/here/acts', form)).status, 403);
  page.users = page.users.filter(({ name }) => name !== 'ana');
  t.is((await ana.get(path)).status, 303);
  t.is(await actsOf(page), 0);
});

test('a viewer who sends an operator’s form is refused', async (t) => {
  const page = await afterPass();
  const [ana, vic] = [await page.signedIn('ana'), await page.signedIn('vic')];
  const form = formOf((await ana.get(path)).text, 'install-now');
  const own = /name="form"\s+value="([^"]*)"/.exec((await vic.get(path)).text)?.[1] ?? '';
  for (const kind of ['install-now', 'wake', 'suspend', 'remove', 'settle', 'approve']) {
    const answer = await vic.post('/sites/here/acts', { ...form, form: own, kind, why: 'x' });
    t.true([403, 409].includes(answer.status), kind);
  }
  t.is(await actsOf(page), 0);
  t.is(page.site.wakes, 0);
});

test('somebody of another site sees nothing of this one', async (t) => {
  const page = await afterPass();
  page.users = [
    ...page.users,
    { site: 'other' as never, name: 'olga', role: 'operator', token: 'token-of-olga-0123456' },
  ];
  const olga = page.browser();
  await olga.post('/sign-in', { token: 'token-of-olga-0123456' });
  for (const asked of ['/sites/here', path, `${path}/notes`, '/sites/here/events', '/sites/other'])
    t.true([401, 404].includes((await olga.get(asked)).status), asked);
});
