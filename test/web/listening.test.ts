import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import test from 'ava';
import { isFailure } from '../../src/base/failure.ts';
import { listenForPages } from '../../src/apps/page/listen-for-pages.ts';
import { aPage } from '../worlds/a-page.ts';
import { temporaryFolder } from '../worlds/temporary-folder.ts';

const loopback = { host: '127.0.0.1', port: 0, tls: null };

test('pages listen at the address of the configuration, and free it when they are closed', async (t) => {
  const { app } = aPage();
  const first = await listenForPages(app, loopback);
  const port = Number(new URL(first.url).port);
  t.is((await fetch(`${first.url}/sign-in`)).status, 200);
  const taken = await t.throwsAsync(listenForPages(app, { ...loopback, port }));
  t.true(isFailure(taken, 'PAGE_ADDRESS_UNUSABLE'));
  await first.close();
  const second = await listenForPages(app, { ...loopback, port });
  await second.close();
});

test('a certificate that is none is said, and not thrown as a bug', async (t) => {
  const { app } = aPage();
  const tls = { certificate: 'none', key: 'none' };
  const error = await t.throwsAsync(listenForPages(app, { ...loopback, tls }));
  t.true(isFailure(error, 'PAGE_ADDRESS_UNUSABLE'));
});

test('pages that were closed, or could not listen, follow their site no more', async (t) => {
  const page = aPage();
  t.is(page.site.watchers(), 1);
  const { close } = await listenForPages(page.app, loopback);
  await close();
  t.is(page.site.watchers(), 0);
  const other = aPage();
  await t.throwsAsync(listenForPages(other.app, { ...loopback, host: '192.0.2.1' }));
  t.is(other.site.watchers(), 0);
});

test('closing cuts what follows events', async (t) => {
  const page = aPage();
  const browser = await page.signedIn();
  const { url, close } = await listenForPages(page.app, loopback);
  const following = await fetch(`${url}/sites/here/events`, { headers: { Cookie: browser.cookie } });
  t.is(following.status, 200);
  await close();
  await t.throwsAsync(following.text());
});

test('tries to sign in are counted for the address that a connection comes from, whatever a browser says of itself', async (t) => {
  const page = aPage();
  const { url, close } = await listenForPages(page.app, loopback);
  const statuses: number[] = [];
  for (let tries = 0; tries < 7; tries += 1) {
    const headers = { Origin: url, 'X-Forwarded-For': `192.0.2.${tries}` };
    const body = new URLSearchParams({ token: 'guess' });
    statuses.push((await fetch(`${url}/sign-in`, { method: 'POST', headers, body })).status);
  }
  await close();
  t.deepEqual(statuses, [401, 401, 401, 401, 401, 429, 429]);
});

test('with a certificate pages speak TLS and nothing else', async (t) => {
  const tls = aCertificate(temporaryFolder(t));
  if (tls === null) {
    t.log('skipped: no openssl here to make a certificate with');
    t.pass();
    return;
  }
  const { url, close } = await listenForPages(aPage({}, { tls: true }).app, { ...loopback, tls });
  const headers = await new Promise<Record<string, unknown>>((resolve, reject) => {
    request(`${url}/sign-in`, { ca: tls.certificate, servername: 'localhost' }, (response) => {
      response.resume();
      resolve({ status: response.statusCode, ...response.headers });
    })
      .on('error', reject)
      .end();
  });
  t.is(headers['status'], 200);
  t.regex(String(headers['strict-transport-security']), /max-age/);
  await t.throwsAsync(fetch(url.replace('https:', 'http:')));
  await close();
});

function aCertificate(folder: string): { readonly certificate: string; readonly key: string } | null {
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const wanted = '-subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -days 2'.split(' ');
  try {
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-keyout',
        key,
        '-out',
        certificate,
        ...wanted,
      ],
      { stdio: 'ignore' },
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') };
}
