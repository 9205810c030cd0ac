import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import test from 'ava';
import { PageListeners } from '../../src/apps/agent/page-listeners.ts';
import { aServedSite } from '../worlds/a-served-site.ts';
import { aWorld } from '../reconcile/scenarios.ts';

test('an address of the page that somebody else has is said with what to do, once', async (t) => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  t.teardown(() => other.close());
  const { port } = other.address() as AddressInfo;
  const said: unknown[] = [];
  const log = {
    write: (level: string, message: string, fields: object = {}) => {
      said.push({ level, message, ...fields });
    },
    keepSecret: () => undefined,
  };
  const pages = new PageListeners(log, { now: () => 0 });
  const where = { host: '127.0.0.1', port, hosts: [], users: [], tls: null, behindProxy: false };
  const site = aServedSite(aWorld());
  for (let round = 0; round < 2; round += 1) await pages.arrange([{ site, page: where }]);
  await pages.close();
  t.is(said.length, 1);
  t.regex(JSON.stringify(said), /EADDRINUSE.*page\.address/);
});
