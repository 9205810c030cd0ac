import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ServerType } from '@hono/node-server';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { failure } from '../../base/failure.ts';
import type { PageConfig } from '../page-schema.ts';
import type { PageEnv } from './guard.ts';

/** Pages that can be reached. */
export interface ListeningPages {
  /** `http://127.0.0.1:8470` */
  readonly url: string;
  /** Cuts every connection, also those that follow events, and frees the address. */
  readonly close: () => Promise<void>;
}

/** A request has to come whole within so long; who sends it drop by drop holds no connection. */
const requestTimeout = 20_000;

/** Listens where the configuration says; port 0 is any. Failure PAGE_ADDRESS_UNUSABLE. */
export async function listenForPages(
  app: Hono<PageEnv>,
  { host, port, tls }: Pick<PageConfig, 'host' | 'port' | 'tls'>,
): Promise<ListeningPages> {
  const limits = { requestTimeout, headersTimeout: requestTimeout, maxHeaderSize: 16 * 1024 };
  const server = await new Promise<ServerType>((resolve, reject) => {
    const options = { fetch: app.fetch.bind(app), hostname: host, port };
    const listening: ServerType =
      tls === null
        ? serve({ ...options, serverOptions: limits }, () => {
            resolve(listening);
          })
        : serve(
            {
              ...options,
              createServer,
              serverOptions: { ...limits, cert: tls.certificate, key: tls.key, minVersion: 'TLSv1.2' },
            },
            () => {
              resolve(listening);
            },
          );
    listening.once('error', (error: Error) => {
      reject(failure('PAGE_ADDRESS_UNUSABLE', { address: `${host}:${port}`, why: error.message }, error));
    });
  });
  const { port: actual } = server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `${tls === null ? 'http' : 'https'}://${name}:${actual}`,
    close: () => closed(server),
  };
}

function closed(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}
