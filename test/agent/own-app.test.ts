import test from 'ava';
import { openMetrics } from '../../src/apps/agent/metrics.ts';
import { ownApp } from '../../src/apps/agent/own-app.ts';

test('monitors are answered under names of the loopback only, so that no page from elsewhere reads what they are told', async (t) => {
  const app = ownApp(() => ({ kind: 'health', ok: true, alive: true, sites: [] }), openMetrics('1.0.0'));
  const status = async (host: string, path: string): Promise<number> =>
    (await app.fetch(new Request(`http://127.0.0.1:7400${path}`, { headers: { host } }))).status;
  for (const path of ['/healthz', '/metrics']) {
    for (const host of ['127.0.0.1:7400', 'localhost:7400', '127.0.0.2', '[::1]:7400'])
      t.is(await status(host, path), 200, host);
    for (const host of ['evil.example:7400', '127.0.0.1.evil.example', 'localhost.evil.example', ''])
      t.is(await status(host, path), 421, host);
  }
});
