import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { isFailure } from '../../src/base/failure.ts';
import { readSiteConfig } from '../../src/apps/config.ts';
import { temporaryFolder } from '../worlds/temporary-folder.ts';

const env = { ANA: 'a-token-of-ana-0123', BEN: 'a-token-of-ben-0123', SHORT: 'short' };

function read(t: Parameters<typeof temporaryFolder>[0], page: unknown) {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'db'));
  const file = join(folder, 'site.yaml');
  const site = {
    site: 'here',
    remotes: { patches: { url: '/srv/patches.git' } },
    engine: { directory: { folder: 'db' } },
    trust: { unsigned: true },
    page,
  };
  writeFileSync(file, JSON.stringify(site));
  return readSiteConfig(file, env);
}

function issuesOf(t: Parameters<typeof temporaryFolder>[0], page: unknown): string {
  try {
    read(t, page);
  } catch (error) {
    if (isFailure(error, 'INVALID_FILE')) return error.message;
    throw error;
  }
  return '';
}

const ana = { name: 'ana', role: 'operator', token: { env: 'ANA' } };

test('a page listens on loopback by default, and its tokens are secrets of the site', (t) => {
  const { page, secrets } = read(t, { users: [ana] });
  t.like(page, { host: '127.0.0.1', port: 8470, tls: null, behindProxy: false });
  t.deepEqual(page?.users, [{ name: 'ana', role: 'operator', token: env.ANA }]);
  t.deepEqual(secrets, [env.ANA]);
});

test('browsers may ask for the address of a page, and for the names that it is given', (t) => {
  const users = [ana];
  const named = { behindProxy: true, hosts: ['patches.hospital.example'], users };
  t.deepEqual(read(t, { ...named, address: '10.1.2.3:8443' }).page?.hosts, [
    'patches.hospital.example',
    '10.1.2.3',
  ]);
  t.deepEqual(read(t, { ...named, address: '0.0.0.0:8443' }).page?.hosts, ['patches.hospital.example']);
});

test('a site without `page` has none', (t) => {
  t.is(read(t, undefined).page, null);
});

test('a page on the network needs TLS or a proxy', (t) => {
  for (const address of ['0.0.0.0:8470', '[::]:8470', 'patches.example:443', '127.example.org:80'])
    t.regex(issuesOf(t, { address, users: [ana] }), /give tls, or say behindProxy/, address);
  t.is(read(t, { address: '0.0.0.0:8470', behindProxy: true, users: [ana] }).page?.host, '0.0.0.0');
  t.is(read(t, { address: '[::1]:8470', users: [ana] }).page?.host, '::1');
});

test('what is wrong with the users of a page is told all at once, and no token is repeated', (t) => {
  const issues = issuesOf(t, {
    users: [ana, { ...ana, token: { env: 'SHORT' } }, { name: 'cy', role: 'viewer', token: { env: 'NONE' } }],
  });
  t.regex(issues, /less than 16 characters/);
  t.regex(issues, /names somebody twice/);
  t.regex(issues, /variable NONE, which is not set/);
  t.false(issues.includes('short'));
  t.regex(issuesOf(t, { users: [ana, { ...ana, name: 'ben' }] }), /gives two people one token/);
  t.regex(issuesOf(t, { users: [] }), /nobody who could sign in/);
});
