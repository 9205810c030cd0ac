import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ServerType } from '@hono/node-server';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { failure } from '../../base/failure.ts';
import type { PageConfig } from '../page-schema.ts';
import type { PageEnv } from './guard.ts';

/** What answers requests for pages. */
export interface ServedPages {
  readonly fetch: Hono<PageEnv>['fetch'];
  /** Ends whatever they follow; then nothing is kept of it. */
  readonly close: () => void;
}

/** Pages that can be reached. */
export interface ListeningPages {
  /** `http://127.0.0.1:8470` */
  readonly url: string;
  /** Cuts every connection, also those that follow events, and frees the address. */
  readonly close: () => Promise<void>;
}

/** A request has to come whole within so long; who sends it drop by drop holds no connection. */
const requestTimeout = 20_000;

/** Listens where the configuration says; port 0 is any. The pages are closed with it, and where it cannot be had. Failure PAGE_ADDRESS_UNUSABLE. */
export async function listenForPages(
  pages: ServedPages,
  { host, port, tls }: Pick<PageConfig, 'host' | 'port' | 'tls'>,
): Promise<ListeningPages> {
  const server = await listen(pages, { host, port, tls }).catch((error: unknown) => {
    pages.close();
    throw failure(
      'PAGE_ADDRESS_UNUSABLE',
      { address: `${host}:${port}`, why: (error as Error).message },
      error,
    );
  });
  const { port: actual } = server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `${tls === null ? 'http' : 'https'}://${name}:${actual}`,
    close: () => {
      pages.close();
      return closed(server);
    },
  };
}

function listen(
  { fetch }: Pick<ServedPages, 'fetch'>,
  { host, port, tls }: Pick<PageConfig, 'host' | 'port' | 'tls'>,
): Promise<ServerType> {
  const limits = { requestTimeout, headersTimeout: requestTimeout, maxHeaderSize: 16 * 1024 };
  const options = { fetch, hostname: host, port };
  return new Promise((resolve, reject) => {
    const ready = (): void => {
      resolve(server);
    };
    const server: ServerType =
      tls === null
        ? serve({ ...options, serverOptions: limits }, ready)
        : serve({ ...options, createServer, serverOptions: { ...limits, ...secured(tls) } }, ready);
    server.once('error', reject);
  });
}

function secured({ certificate, key }: NonNullable<PageConfig['tls']>) {
  return { cert: certificate, key, minVersion: 'TLSv1.2' } as const;
}

function closed(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}
