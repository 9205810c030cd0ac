import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { failure } from '../../base/failure.ts';

/** What answers requests: a hono app. */
export interface WebApp {
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

export interface Address {
  readonly host: string;
  /** 0: one that is free. */
  readonly port: number;
}

export interface Listener {
  /** `http://127.0.0.1:7400`. */
  readonly url: string;
  /** Takes no request any more, and cuts those under way. */
  close(): Promise<void>;
}

/** Serves an app over HTTP at this address. Failure LISTENER_FAILED. */
export function serve({ host, port }: Address, app: WebApp): Promise<Listener> {
  const server = createAdaptorServer({ fetch: (request) => app.fetch(request) });
  return new Promise((resolve, reject) => {
    server.once('error', (error: Error) => {
      reject(failure('LISTENER_FAILED', { address: `${host}:${port}`, why: error.message }, error));
    });
    server.listen(port, host, () => {
      const { port: taken } = server.address() as AddressInfo;
      resolve({
        url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
        close: () => closed(server),
      });
    });
  });
}

function closed(server: ReturnType<typeof createAdaptorServer>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}
