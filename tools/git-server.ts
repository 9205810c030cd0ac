import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cgiEnvironment, headerOf, parseCgiHead } from './git-cgi.ts';

export interface GitServerOptions {
  /** Folder that holds the bare repositories. A repository takes pushes where its own config says `http.receivepack = true`. */
  readonly root: string;
  /** Basic auth: who does not say this gets 401. Null or missing: everybody is let in. */
  readonly account?: { readonly name: string; readonly password: string } | null;
}

export interface GitServer {
  /** `http://127.0.0.1:PORT`; a repository is at `${url}/NAME.git`. */
  readonly url: string;
  /** Every request that was answered or is being answered, oldest first. */
  readonly requests: readonly GitRequest[];
  /** Forgets the requests so far. */
  forget(): void;
  /** The faults that the next requests meet, one each; `always` stays until the next call. */
  setFaults(faults: readonly GitFault[], always?: GitFault | null): void;
  /** Cuts what is under way, and frees the port. */
  close(): Promise<void>;
}

export interface GitRequest {
  readonly method: string;
  /** Path with query. */
  readonly path: string;
  /** Value of the Git-Protocol header; empty: protocol 0. */
  readonly protocol: string;
  /** Bytes of bodies, as they went over the wire. */
  bytesReceived: number;
  bytesSent: number;
  /** 0: nothing was answered yet. */
  status: number;
}

export type GitFault =
  | { readonly kind: 'none' }
  /** Answers this instead, without asking git. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Never answers. */
  | { readonly kind: 'hang' }
  /** Sends so many bytes of the body, then cuts the connection (`clean`: ends the answer as if it were whole). */
  | { readonly kind: 'cut'; readonly after: number; readonly clean?: boolean }
  /** Waits before git is asked. */
  | { readonly kind: 'delay'; readonly ms: number };

interface ServerState {
  readonly options: GitServerOptions;
  readonly requests: GitRequest[];
  readonly programs: Set<ChildProcessWithoutNullStreams>;
  faults: GitFault[];
  always: GitFault | null;
}

/** Serves the repositories below a folder by smart HTTP on loopback: a bridge to the real `git http-backend`. */
export async function startGitServer(options: GitServerOptions): Promise<GitServer> {
  const state: ServerState = { options, requests: [], programs: new Set(), faults: [], always: null };
  const server = createServer((request, response) => {
    answer(state, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests: state.requests,
    forget: () => void state.requests.splice(0),
    setFaults: (faults, always = null) => {
      state.faults = [...faults];
      state.always = always;
    },
    close: () => closeServer(server, state),
  };
}

async function closeServer(server: Server, state: ServerState): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  server.closeAllConnections();
  for (const program of state.programs) program.kill();
  await closed;
}

function answer(state: ServerState, request: IncomingMessage, response: ServerResponse): void {
  const seen: GitRequest = {
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    protocol: headerOf(request, 'git-protocol'),
    bytesReceived: 0,
    bytesSent: 0,
    status: 0,
  };
  state.requests.push(seen);
  response.on('error', () => undefined);
  request.on('error', () => undefined);
  const fault = state.faults.shift() ?? state.always ?? { kind: 'none' };
  switch (fault.kind) {
    case 'answer':
      request.resume();
      send(seen, response, fault.status, fault.headers ?? {}, fault.body ?? 'A fault that was asked for.\n');
      return;
    case 'hang':
      request.resume();
      return;
    case 'delay':
      setTimeout(() => {
        askGit(state, request, response, seen, null);
      }, fault.ms);
      return;
    case 'cut':
      askGit(state, request, response, seen, fault);
      return;
    case 'none':
      askGit(state, request, response, seen, null);
  }
}

function send(
  seen: GitRequest,
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
): void {
  seen.status = status;
  seen.bytesSent += Buffer.byteLength(body);
  response.writeHead(status, { 'content-type': 'text/plain', ...headers });
  response.end(body);
}

function askGit(
  state: ServerState,
  request: IncomingMessage,
  response: ServerResponse,
  seen: GitRequest,
  cut: { readonly after: number; readonly clean?: boolean } | null,
): void {
  const { account = null, root } = state.options;
  const user = account?.name ?? '';
  if (account !== null && headerOf(request, 'authorization') !== basic(account)) {
    request.resume();
    send(seen, response, 401, { 'www-authenticate': 'Basic realm="git"' }, 'Who are you?\n');
    return;
  }
  const program = spawn('git', ['http-backend'], { env: cgiEnvironment(request, root, user) });
  state.programs.add(program);
  program.once('close', () => state.programs.delete(program));
  program.once('error', () => response.destroy());
  program.stdin.on('error', () => undefined);
  program.stderr.resume();
  request.on('data', (chunk: Buffer) => (seen.bytesReceived += chunk.length));
  request.pipe(program.stdin);
  response.once('close', () => program.kill());
  passAnswer(program, response, seen, cut);
}

/** Passes git's answer on in pieces: first the CGI header, then the body as it comes. */
function passAnswer(
  program: ChildProcessWithoutNullStreams,
  response: ServerResponse,
  seen: GitRequest,
  cut: { readonly after: number; readonly clean?: boolean } | null,
): void {
  let head: Buffer = Buffer.alloc(0);
  let over = false;
  const passBody = (chunk: Buffer): void => {
    const left = cut === null ? chunk.length : cut.after - seen.bytesSent;
    const piece = chunk.subarray(0, left);
    seen.bytesSent += piece.length;
    const goesOn = response.write(piece);
    over = cut !== null && left <= chunk.length;
    if (over) endEarly(response, cut?.clean ?? false);
    else if (!goesOn) {
      program.stdout.pause();
      response.once('drain', () => program.stdout.resume());
    }
  };
  program.stdout.on('data', (chunk: Buffer) => {
    if (over || response.destroyed) return;
    if (response.headersSent) {
      passBody(chunk);
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    const { status, headers } = parseCgiHead(head.toString('latin1', 0, end));
    seen.status = status;
    response.writeHead(status, headers);
    response.flushHeaders();
    if (end + 4 < head.length || cut?.after === 0) passBody(head.subarray(end + 4));
  });
  program.stdout.once('end', () => {
    if (over) return;
    if (response.headersSent) response.end();
    else response.destroy();
  });
}

/** Flushes what was written, then ends the connection: cleanly, or in the middle of a chunk. */
function endEarly(response: ServerResponse, clean: boolean): void {
  if (clean) {
    response.end();
    return;
  }
  response.write('', () => {
    setImmediate(() => response.destroy());
  });
}

function basic({ name, password }: { readonly name: string; readonly password: string }): string {
  return `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
}
