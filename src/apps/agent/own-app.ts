import { Hono } from 'hono';
import type { Health } from './health.ts';
import type { Metrics } from './metrics.ts';
import type { WebApp } from './serve.ts';

/** What monitors ask the agent: `/healthz` (200 or 503, and what is wrong) and `/metrics`. */
export function ownApp(health: () => Health, metrics: Metrics): WebApp {
  const app = new Hono();
  app.get('/healthz', (context) => {
    const found = health();
    return context.json(found, found.ok ? 200 : 503, { 'cache-control': 'no-store' });
  });
  app.get('/metrics', async (context) =>
    context.body(await metrics.text(), 200, { 'content-type': metrics.contentType }),
  );
  return { fetch: (request) => app.fetch(request) };
}
