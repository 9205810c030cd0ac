import { request as requestHttp, Agent as HttpAgent } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { request as requestHttps, Agent as HttpsAgent } from 'node:https';
import { rootCertificates } from 'node:tls';
import type { GitHttpRequest, GitHttpResponse, HttpClient } from 'isomorphic-git';
import { failure } from '../../base/failure.ts';
import { shownRemote } from './git-remote.ts';
import type { GitRemote } from './git-remote.ts';
import type { Patience } from './patience.ts';

/**
 * The HTTP client of one remote, as isomorphic-git wants one: keeps its connections, sends the account, trusts the
 * remote's own certificates, gives up where nothing comes. Follows no redirect. Only a good answer is returned: Failures GIT_UNREACHABLE, GIT_DENIED, GIT_REPOSITORY_MISSING, GIT_REMOTE_INVALID.
 */
export function openHttpClient(remote: GitRemote, patience: Pick<Patience, 'stall' | 'limit'>): HttpClient {
  const agents = {
    http: new HttpAgent({ keepAlive: true }),
    https: new HttpsAgent({
      keepAlive: true,
      ...(remote.ca === null ? {} : { ca: [...rootCertificates, remote.ca] }),
    }),
  };
  return {
    request: async (request) => {
      const response = await send(remote, agents, request, patience);
      const refusal = refusalOf(remote, response);
      if (refusal !== null) {
        response.destroy();
        throw refusal;
      }
      return answerOf(remote, request, response);
    },
  };
}

interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

async function send(
  remote: GitRemote,
  agents: Agents,
  { url, method = 'GET', headers = {}, body }: GitHttpRequest,
  { stall, limit }: Pick<Patience, 'stall' | 'limit'>,
): Promise<IncomingMessage> {
  const sent = body === undefined ? null : await allOf(body);
  const options = { method, headers: { ...headers, ...accountHeader(remote), ...lengthHeader(sent) } };
  return new Promise((resolve, reject) => {
    const request = url.startsWith('https:')
      ? requestHttps(url, { ...options, agent: agents.https })
      : requestHttp(url, { ...options, agent: agents.http });
    const giveUp = (why: string) => (): void => {
      request.destroy(new Error(why));
    };
    const timer = setTimeout(giveUp(`not done after ${limit} ms`), limit);
    request.setTimeout(stall, giveUp(`nothing came for ${stall} ms`));
    request.once('close', () => {
      clearTimeout(timer);
    });
    request.once('error', (error) => {
      reject(unreachable(remote, error));
    });
    request.once('response', resolve);
    request.end(sent ?? undefined);
  });
}

/** A request's body is small: wants, or the commits that a site tells. */
async function allOf(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces);
}

function accountHeader({ account }: GitRemote): OutgoingHttpHeaders {
  if (account === null) return {};
  const said = Buffer.from(`${account.name}:${account.password}`).toString('base64');
  return { authorization: `Basic ${said}` };
}

function lengthHeader(sent: Buffer | null): OutgoingHttpHeaders {
  return sent === null ? {} : { 'content-length': sent.length };
}

function refusalOf(remote: GitRemote, { statusCode = 0, headers }: IncomingMessage): Error | null {
  const shown = shownRemote(remote);
  if (statusCode === 200) return null;
  if (statusCode >= 300 && statusCode < 400)
    return failure('GIT_REMOTE_INVALID', {
      remote: shown,
      why: `it has moved to ${headers.location ?? '?'}`,
    });
  if (statusCode === 404 || statusCode === 410)
    return failure('GIT_REPOSITORY_MISSING', { remote: shown, why: `status ${statusCode}` });
  if ([401, 403, 407].includes(statusCode))
    return failure('GIT_DENIED', { remote: shown, why: `status ${statusCode}` });
  return failure('GIT_UNREACHABLE', { remote: shown, why: `status ${statusCode}` });
}

function answerOf(remote: GitRemote, request: GitHttpRequest, response: IncomingMessage): GitHttpResponse {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) headers[name] = String(value);
  return {
    url: request.url,
    method: request.method ?? 'GET',
    headers,
    body: bodyOf(remote, response),
    statusCode: response.statusCode ?? 0,
    statusMessage: response.statusMessage ?? '',
  };
}

async function* bodyOf(remote: GitRemote, response: IncomingMessage): AsyncIterableIterator<Uint8Array> {
  try {
    for await (const chunk of response) yield chunk as Buffer;
  } catch (error) {
    throw unreachable(remote, error);
  }
}

function unreachable(remote: GitRemote, error: unknown): Error {
  const why = error instanceof Error ? error.message : String(error);
  return failure('GIT_UNREACHABLE', { remote: shownRemote(remote), why }, error);
}
