import { Hono } from 'hono';
import type { Health } from './health.ts';
import type { Metrics } from './metrics.ts';
import type { WebApp } from './serve.ts';

/** What monitors ask the agent: `/healthz` (200 or 503, and what is wrong) and `/metrics`. */
export function ownApp(health: () => Health, metrics: Metrics): WebApp {
  const app = new Hono();
  app.use(async (context, next) =>
    isLoopback(context.req.header('host') ?? '')
      ? next()
      : context.text('Monitors on this machine are answered, under its loopback names.\n', 421),
  );
  app.get('/healthz', (context) => {
    const found = health();
    return context.json(found, found.ok ? 200 : 503, { 'cache-control': 'no-store' });
  });
  app.get('/metrics', async (context) =>
    context.body(await metrics.text(), 200, { 'content-type': metrics.contentType }),
  );
  return { fetch: (request) => app.fetch(request) };
}

/** As the client says it: a page from elsewhere, for whose name somebody's name server gives this machine, is refused. */
function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i.test(host);
}
