import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ExecutionContext } from 'ava';
import { helperName } from '../../../src/adapters/targets/iris/helper-class.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { cspProcess, ProcessDied } from './csp-process.ts';
import { perform } from './helper-stand-in.ts';
import { compileNamed } from './stand-in-documents.ts';
import { changeNamespace, readNamespace } from './namespace-store.ts';

/** A web server that answers as Atelier is documented to; the namespace is that of the session's stand-in. */
export interface AtelierStandIn {
  readonly folder: string;
  readonly url: string;
  /** Every call, as `METHOD path`. */
  readonly calls: readonly string[];
  /** Sessions that were begun; each is a licence, and there are three. */
  readonly sessions: () => number;
  /** Answers the next calls by itself; undefined: the call is answered as usual. */
  intercept: (
    request: IncomingMessage,
  ) => { code: number; body: string; headers?: Record<string, string> } | undefined;
}

const place = '/api/atelier/v1/LAB';
const procedures = new Map([
  [`SELECT ${helperName}_Version() AS answer`, 'Version'],
  [`SELECT ${helperName}_Take(?,?,?) AS answer`, 'Take'],
  [`SELECT ${helperName}_Ask(?) AS answer`, 'Ask'],
  [`SELECT ${helperName}_Piece(?,?) AS answer`, 'Piece'],
  [`SELECT ${helperName}_Forget(?) AS answer`, 'Forget'],
]);

/** Starts one on 127.0.0.1. What it does not know is answered with HTTP 500 and ends the test at its end. */
export async function atelierStandIn(t: ExecutionContext): Promise<AtelierStandIn> {
  const folder = temporaryFolder(t);
  const calls: string[] = [];
  const breaches: string[] = [];
  const state = {
    sessions: 0,
    open: new Set<string>(),
    documents: new Map<string, StoredLines>(),
    works: 0,
    compiled: [] as unknown[],
  };
  const requests = new Map<string, string[]>();
  const answers = new Map<string, string[]>();
  const standIn: { intercept: AtelierStandIn['intercept'] } = { intercept: () => undefined };

  const handle = async (request: IncomingMessage, body: string): Promise<Reply> => {
    const url = new URL(request.url ?? '', 'http://stand-in');
    calls.push(`${request.method ?? ''} ${url.pathname}${url.search}`);
    const own = standIn.intercept(request);
    if (own !== undefined) return own;
    if (request.headers.authorization !== `Basic ${Buffer.from('patch:swordfish').toString('base64')}`)
      return { code: 401, body: '<html>Unauthorized</html>' };
    const session = /CSPSESSIONID-SP-80-UP-api-atelier-=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
    const headers: Record<string, string> = {};
    if (!state.open.has(session)) {
      if (state.open.size >= 3) return { code: 503, body: '<html>Service Unavailable</html>' };
      state.sessions += 1;
      state.open.add(`s${state.sessions}`);
      headers['set-cookie'] =
        `CSPSESSIONID-SP-80-UP-api-atelier-=s${state.sessions}; path=/api/atelier/; httpOnly;`;
    }
    if (request.method === 'HEAD' && url.search === '?CacheLogout=end') {
      state.open.delete(session);
      return { code: 200, body: '' };
    }
    const reply = await route(request, url, body);
    return { ...reply, headers: { ...headers, ...reply.headers } };
  };
  const route = async (request: IncomingMessage, url: URL, body: string): Promise<Reply> => {
    const what = `${request.method ?? ''} ${url.pathname}`;
    const document = /^\/api\/atelier\/v1\/LAB\/doc\/(.+)$/.exec(url.pathname)?.[1];
    if (what === `POST ${place}/action/query`) return query(JSON.parse(body) as Query);
    if (document !== undefined && request.method === 'GET') {
      const found = state.documents.get(document);
      if (found === undefined) return { code: 404, body: envelope('ERROR #16005: not there') };
      return { code: 200, body: envelope('', []), headers: { etag: found.time } };
    }
    if (document !== undefined && request.method === 'PUT') return putDocument(document, url, request, body);
    if (what === `POST ${place}/work`) {
      state.works += 1;
      const { request: wanted, documents, flags } = JSON.parse(body) as Record<string, unknown>;
      if (wanted !== 'compile' || typeof flags !== 'string') return breach(`work ${body}`);
      state.compiled = compile(documents as string[]);
      return { code: 202, body: '', headers: { location: `work/${state.works}` } };
    }
    if (what.startsWith(`GET ${place}/work/`)) {
      const done = calls.filter((call) => call === what).length > 1;
      if (!done) return { code: 200, body: envelope(''), headers: { 'retry-after': '0' } };
      return { code: 200, body: envelope('', state.compiled) };
    }
    return breach(what);
  };
  const putDocument = (name: string, url: URL, request: IncomingMessage, body: string): Reply => {
    const found = state.documents.get(name);
    const known = request.headers['if-none-match'] ?? '';
    if (known !== (found?.time ?? '') && url.search !== '?ignoreConflict=1')
      return { code: 409, body: envelope('ERROR #16004: conflict') };
    const { enc, content } = JSON.parse(body) as { enc: boolean; content: string[] };
    if (enc || !Array.isArray(content)) return breach('content of a document');
    state.documents.set(name, {
      lines: content,
      time: `2024-01-01 00:00:00.${String(state.documents.size + 100)}`,
    });
    return { code: found === undefined ? 201 : 200, body: envelope('', []) };
  };
  const compile = (names: readonly string[]): { name: string; status: string }[] =>
    changeNamespace(folder, (namespace) =>
      names.map((name) => {
        const version = /^ {4}Quit "(\w{16})"/m.exec(state.documents.get(name)?.lines.join('\n') ?? '')?.[1];
        if (version !== undefined && name === `${helperName}.cls`) namespace.own.helper = version;
        return { name, status: compileNamed(namespace, name).join(' ') };
      }),
    );
  const query = async ({ query: text, parameters }: Query): Promise<Reply> => {
    const method = procedures.get(text);
    if (method === undefined) return breach(`query ${text}`);
    const [nonce = '', number = '', piece = ''] = parameters;
    const { helper } = readNamespace(folder).own;
    if (helper === null)
      return {
        code: 200,
        body: envelope(
          "ERROR #5540: SQLCODE: -359 Message: User defined SQL Function 'PATCHFLEET.HELPER' does not exist",
        ),
      };
    const answer = await answerOf(method, { nonce, number: Number(number), piece, helper });
    return { code: 200, body: envelope('', [{ answer }]) };
  };
  const answerOf = async (method: string, ask: Asked): Promise<string | number> => {
    switch (method) {
      case 'Version':
        return ask.helper;
      case 'Take':
        if (ask.piece.length > 20_000 || !ask.piece.endsWith('\n'))
          breaches.push('a piece that is no whole lines');
        requests.set(ask.nonce, [...(ask.number === 1 ? [] : (requests.get(ask.nonce) ?? [])), ask.piece]);
        return 1;
      case 'Ask': {
        const text = (requests.get(ask.nonce) ?? []).join('');
        const process = cspProcess(folder);
        try {
          answers.set(ask.nonce, (await perform(process, text, ask.nonce)).match(/[^]{1,12000}/g) ?? []);
        } finally {
          await process.freeLock();
        }
        return answers.get(ask.nonce)?.length ?? 0;
      }
      case 'Piece':
        return answers.get(ask.nonce)?.[ask.number - 1] ?? '';
      default:
        answers.delete(ask.nonce);
        return 1;
    }
  };
  const breach = (why: string): Reply => {
    breaches.push(why);
    return { code: 500, body: '<html>no such thing in the reference</html>' };
  };
  const server = createServer((request, response) => {
    void respond(handle, request, response, breaches);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
    if (breaches.length > 0) throw new Error(breaches.join('\n'));
  });
  const { port } = server.address() as AddressInfo;
  return Object.assign(standIn, {
    ...{ folder, calls, url: `http://127.0.0.1:${port}` },
    sessions: () => state.sessions,
  });
}

interface StoredLines {
  readonly lines: readonly string[];
  readonly time: string;
}

interface Query {
  readonly query: string;
  readonly parameters: readonly string[];
}

interface Asked {
  readonly nonce: string;
  readonly number: number;
  readonly piece: string;
  readonly helper: string;
}

interface Reply {
  readonly code: number;
  readonly body: string;
  readonly headers?: Record<string, string>;
}

/** `{ status: { errors, summary }, console, result }`, also with HTTP 200 where something failed. */
function envelope(summary: string, content: readonly unknown[] = []): string {
  const errors = summary === '' ? [] : [{ error: summary, code: 5001 }];
  return JSON.stringify({ status: { errors, summary }, console: [], result: { content } });
}

async function respond(
  handle: (request: IncomingMessage, body: string) => Promise<Reply>,
  request: IncomingMessage,
  response: ServerResponse,
  breaches: string[],
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  let reply: Reply;
  try {
    reply = await handle(request, Buffer.concat(chunks).toString());
  } catch (error) {
    if (!(error instanceof ProcessDied)) breaches.push(String(error));
    reply = { code: 500, body: String(error) };
  }
  response.writeHead(reply.code, { 'content-type': 'application/json', ...reply.headers });
  response.end(reply.body);
}
