import { setTimeout as sleep } from 'node:timers/promises';
import { failure } from '../../../base/failure.ts';
import type { AtelierResponse } from './atelier-response.ts';
import { readAtelierResponse } from './atelier-response.ts';

/** Where Atelier is reached, as site.yaml says, with the password read. */
export interface AtelierAddress {
  readonly url: string;
  readonly namespace: string;
  readonly username: string;
  readonly password: string;
}

/** How long is waited, in milliseconds: for one answer, and for a compilation. */
interface AtelierPatience {
  readonly answer: number;
  readonly compile: number;
}

/** What of Atelier's interface is used; version 1 of it, which every server has that has it at all (2016.2 and later). */
export interface AtelierClient {
  /** `POST action/query`: the rows. */
  query(query: string, parameters: readonly string[]): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** `PUT doc/NAME`: replaces it, whatever it is. */
  putDocument(name: string, lines: readonly string[]): Promise<void>;
  /** `POST work`, then asked for until it is done: what the compiler complained of. */
  compile(names: readonly string[], flags: string): Promise<readonly string[]>;
  /** Gives the licence back. */
  logOut(): Promise<void>;
}

/**
 * A client of Atelier's REST interface. Sources: %Api.Atelier class reference, and VS Code's use of it. Cookies are kept, for each call without
 * them takes a licence of its own. Failure TARGET_UNREACHABLE, TARGET_REFUSED. Never run on IRIS by us.
 */
export function atelierClient(address: AtelierAddress, patience: AtelierPatience): AtelierClient {
  const cookies = new Map<string, string>();
  const target = atelierTargetOf(address);
  const call: Call = async (method, path, body, headers = {}) => {
    const { username, password } = address;
    const response = await fetchOrFail(target, new URL(path, withSlash(address.url)), {
      method,
      headers: {
        authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
        ...(cookies.size > 0 && {
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(patience.answer),
    });
    for (const cookie of response.headers.getSetCookie()) keepCookie(cookies, cookie);
    return readAtelierResponse(response, target);
  };
  const place = `api/atelier/v1/${encodeURIComponent(address.namespace.toUpperCase())}`;
  return {
    query: async (query, parameters) => {
      const response = await call('POST', `${place}/action/query`, { query, parameters });
      return refuseErrors(response, target).content;
    },
    putDocument: (name, lines) =>
      putDocument(call, `${place}/doc/${encodeURIComponent(name)}`, lines, target),
    compile: (names, flags) => compile(call, place, { names, flags, target, limit: patience.compile }),
    logOut: async () => {
      if (cookies.size === 0) return;
      await call('HEAD', 'api/atelier/?CacheLogout=end');
      cookies.clear();
    },
  };
}

type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<AtelierResponse>;

export function atelierTargetOf({ url, namespace }: AtelierAddress): string {
  return `${new URL(url).host}:${namespace.toUpperCase()}`;
}

async function fetchOrFail(target: string, url: URL, options: RequestInit): Promise<Response> {
  try {
    return await fetch(url, options);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw failure('TARGET_UNREACHABLE', { target, why: `${why}.` }, error);
  }
}

/** A failure is told with HTTP 200 too: in the summary of the status. */
function refuseErrors(response: AtelierResponse, target: string): AtelierResponse {
  if (response.code >= 400 || response.summary !== '')
    throw failure('TARGET_REFUSED', { target, why: response.summary || `HTTP ${response.code}` });
  return response;
}

/**
 * The version that is there is named, as Atelier wants it (IF-NONE-MATCH with its time; without it, or with another, 409). Some proxies
 * drop that header: what is written here is ours, so then the check is left out.
 */
async function putDocument(
  call: Call,
  path: string,
  lines: readonly string[],
  target: string,
): Promise<void> {
  const known = await call('GET', path);
  const body = { enc: false, content: lines };
  const headers = known.etag === null ? {} : { 'if-none-match': known.etag };
  const first = await call('PUT', path, body, headers);
  const last = first.code === 409 ? await call('PUT', `${path}?ignoreConflict=1`, body) : first;
  refuseErrors(last, target);
}

interface Compilation {
  readonly names: readonly string[];
  readonly flags: string;
  readonly target: string;
  readonly limit: number;
}

/**
 * A compilation can last longer than a web server waits for an answer, so it is queued and asked for. Failure TARGET_UNREACHABLE where it is
 * not done within the limit: it goes on then, for the queue knows no way to end it.
 */
async function compile(
  call: Call,
  place: string,
  { names, flags, target, limit }: Compilation,
): Promise<readonly string[]> {
  const queued = await call('POST', `${place}/work`, { request: 'compile', documents: names, flags });
  if (queued.code !== 202 || queued.location === null) refuseErrors(queued, target);
  const id = /\/?([^/]+)$/.exec(queued.location ?? '')?.[1] ?? '';
  const end = performance.now() + limit;
  for (;;) {
    const answer = await call('GET', `${place}/work/${encodeURIComponent(id)}`);
    if (answer.code >= 400) refuseErrors(answer, target);
    if (answer.retryAfter === null) return complaintsIn(answer);
    if (performance.now() > end) throw endless(target, limit);
    await sleep(Math.min(Math.max(answer.retryAfter, 0.05), 10) * 1000);
  }
}

function endless(target: string, limit: number) {
  const why = `a compilation did not end within ${limit / 1000} seconds, and goes on there.`;
  return failure('TARGET_UNREACHABLE', { target, why });
}

/** The summary, and the status of each document. */
function complaintsIn({ summary, documents }: AtelierResponse): readonly string[] {
  const ofDocuments = documents
    .filter(({ status }) => status !== '')
    .map(({ name, status }) => `${name}: ${status}`);
  return summary === '' ? ofDocuments : [summary, ...ofDocuments];
}

function keepCookie(cookies: Map<string, string>, header: string): void {
  const [, name, value] = /^([^=;\s]+)=([^;]*)/.exec(header) ?? [];
  if (name === undefined || value === undefined) return;
  if (value === '') cookies.delete(name);
  else cookies.set(name, value);
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}
