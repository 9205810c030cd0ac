import test from 'ava';
import type { Log } from '../../src/apps/agent/log.ts';
import { PageListeners } from '../../src/apps/agent/page-listeners.ts';
import { aServedSite } from '../worlds/a-served-site.ts';
import { World } from '../worlds/a-world.ts';

const token = 'token-of-ana-0123456789';

/** Where the page of a site listens, as the log says it. */
function aLog(): { readonly log: Log; readonly urls: readonly string[] } {
  const urls: string[] = [];
  const write: Log['write'] = (_, __, fields) => {
    if (typeof fields?.['url'] === 'string') urls.push(fields['url']);
  };
  return { log: { write, keepSecret: () => undefined }, urls };
}

function pageAt(host: string, tokens: readonly string[]) {
  const users = tokens.map((each, at) => ({ name: `user-${at}`, role: 'operator', token: each }) as const);
  return { host, port: 0, hosts: [], tls: null, behindProxy: false, users };
}

async function signIn(url: string): Promise<string> {
  const headers = { origin: url, 'sec-fetch-site': 'same-origin' };
  const body = new URLSearchParams({ token });
  const answer = await fetch(`${url}/sign-in`, { method: 'POST', body, headers, redirect: 'manual' });
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

async function statusAt(url: string, cookie: string): Promise<number> {
  const answer = await fetch(`${url}/sites/here`, { headers: { cookie }, redirect: 'manual' });
  await answer.body?.cancel();
  return answer.status;
}

test('who is signed in stays so when the page moves to another address, and only while site.yaml names the token', async (t) => {
  const world = new World({});
  const site = aServedSite(world);
  await site.pass();
  const { log, urls } = aLog();
  const listeners = new PageListeners(log, world.ports.clock);
  t.teardown(() => listeners.close());
  await listeners.arrange([{ site, page: pageAt('127.0.0.1', [token]) }]);
  const cookie = await signIn(urls[0] ?? '');
  t.is(await statusAt(urls[0] ?? '', cookie), 200);

  await listeners.arrange([{ site, page: pageAt('localhost', [token]) }]);
  t.is(urls.length, 2);
  t.is(await statusAt(urls[1] ?? '', cookie), 200);

  await listeners.arrange([{ site, page: pageAt('localhost', ['token-of-rita-0123456789']) }]);
  t.is(await statusAt(urls[1] ?? '', cookie), 303);
});
