import { setTimeout as sleep } from 'node:timers/promises';
import { takeProcessLock } from '../../../src/adapters/targets/directory/process-lock.ts';
import { compareSubscripts } from '../../../src/document/global-reference.ts';
import { changeNamespace, isAlive, readNamespace } from './namespace-store.ts';
import { runLock } from './run-job.ts';
import { act } from './stand-in-actions.ts';
import { ServerError } from './server-form.ts';
import { mendFiles, putFile } from './stand-in-web-files.ts';

/** The process of the database in which the helper works. */
export interface HelperProcess {
  readonly folder: string;
  /** True while this process holds the LOCK for good (a session that serves). */
  held: boolean;
  /** Takes the LOCK at once, or says that it is taken. */
  takeLock(): Promise<boolean>;
  freeLock(): Promise<void>;
  /** Seconds; the server's own clock. */
  seconds(): number;
  /** JOB: starts the process of a run and returns its number. */
  startRun(attempt: string): number;
  /** Ends this process on the spot. */
  readonly die: () => never;
}

/** A request, taken apart by this stand-in's own code. */
export interface ParsedRequest {
  readonly action: string;
  readonly lines: readonly (readonly string[])[];
  find(key: string): string;
}

const looking = ['facts', 'register', 'list', 'read', 'nodes', 'values', 'check', 'compiled', 'state'];

/** Does a request as the helper class would, and returns its answer. A request that is not spelt as agreed ends the test loudly. */
export async function perform(process: HelperProcess, text: string, nonce: string): Promise<string> {
  const request = parseRequest(text, nonce);
  const out: string[] = [];
  const say = (key: string, ...values: string[]): void => {
    out.push([key, ...values.map(escape)].join('\t'));
  };
  let status = 'ok';
  try {
    await dispatch(process, request, { say, raw: (line) => out.push(line) });
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    status = 'error';
    say('error', error.message);
  }
  if (!process.held) await process.freeLock();
  const helper = readNamespace(process.folder).own.helper ?? '';
  return [
    `patchfleet-answer 1 ${nonce} ${helper}`,
    ...out,
    `end ${nonce} ${status} 0 ${out.length}`,
    '',
  ].join('\n');
}

export interface Out {
  say(key: string, ...values: string[]): void;
  raw(line: string): void;
}

async function dispatch(process: HelperProcess, request: ParsedRequest, out: Out): Promise<void> {
  const { folder } = process;
  await mendFiles(process);
  if (looking.includes(request.action)) act(readNamespace(folder), request, out, process);
  else if (request.action === 'hold') await hold(process, request, out);
  else if (request.action === 'close' || request.action === 'release') await release(process, request);
  else if (!(await mayWrite(process, request))) out.say('lost', readNamespace(folder).own.holder);
  else if (request.action === 'put' && request.find('document').startsWith('/'))
    putFile(process, request, out);
  else {
    if (request.action === 'run' || request.action === 'stop') await endRun(process);
    if (request.action === 'run') startRun(process, request, out);
    else
      changeNamespace(folder, (namespace) => {
        act(namespace, request, out, process);
      });
  }
}

/** What is known of a run is kept before its process is started, and the number of that is kept afterwards. */
function startRun(process: HelperProcess, request: ParsedRequest, out: Out): void {
  const [attempt, entry] = [request.find('attempt'), request.find('entry')];
  const parameters = Object.fromEntries(
    request.lines.flatMap(([key, name = '', value = '']) =>
      key === 'parameter' ? [[name, value] as const] : [],
    ),
  );
  const { dies } = changeNamespace(process.folder, ({ own, server }) => {
    own.run = { attempt, entry, parameters, job: 0, ended: false };
    return server;
  });
  const job = process.startRun(attempt);
  if (dies === 'after JOB') process.die();
  changeNamespace(process.folder, ({ own }) => {
    if (own.run !== null) own.run.job = job;
  });
  out.say('started', String(job));
}

async function hold(process: HelperProcess, request: ParsedRequest, out: Out): Promise<void> {
  const { own } = readNamespace(process.folder);
  const [lease, token] = [request.find('lease'), request.find('token')];
  const leased = own.lease !== null && own.lease.token !== token && own.lease.until > process.seconds();
  if (!(await process.takeLock()) || leased) {
    out.say('busy', own.holder);
    return;
  }
  await endRun(process);
  changeNamespace(process.folder, (namespace) => {
    namespace.own.holder = request.find('holder');
    const seconds = Number(lease);
    namespace.own.lease = lease === '' ? null : { token, until: process.seconds() + seconds, seconds };
  });
  process.held = lease === '';
  out.say('held', '');
}

async function mayWrite(process: HelperProcess, request: ParsedRequest): Promise<boolean> {
  if (process.held) return true;
  if (!(await process.takeLock())) return false;
  const { lease } = readNamespace(process.folder).own;
  if (lease?.token !== request.find('token') || lease.until < process.seconds()) return false;
  changeNamespace(process.folder, ({ own }) => {
    if (own.lease !== null) own.lease.until = process.seconds() + own.lease.seconds;
  });
  return true;
}

async function release(process: HelperProcess, request: ParsedRequest): Promise<void> {
  const token = request.find('token');
  if (!process.held && token === '') return;
  changeNamespace(process.folder, ({ own }) => {
    if (process.held || (token !== '' && own.lease?.token === token)) {
      own.holder = '';
      own.lease = null;
    }
  });
  process.held = false;
  await process.freeLock();
}

/** Terminates the process of a run that was left behind, waits until its LOCK is free, and forbids one that was not heard of yet to begin. */
export async function endRun({ folder }: HelperProcess): Promise<void> {
  const { run } = readNamespace(folder).own;
  if (run === null) return;
  if (run.job > 0 && isAlive(run.job)) globalThis.process.kill(run.job, 'SIGKILL');
  let lock = await takeProcessLock(runLock(folder));
  for (let tries = 0; lock === null && tries < 1000; tries += 1) {
    await sleep(20);
    lock = await takeProcessLock(runLock(folder));
  }
  if (lock === null) throw new ServerError(`a run that was left behind does not end: process ${run.job}`);
  changeNamespace(folder, ({ own }) => {
    if (own.run !== null) own.run.ended = true;
  });
  await lock.release();
}

function parseRequest(text: string, nonce: string): ParsedRequest {
  const lines = text.split('\n');
  const breach = (why: string): never => {
    throw new Error(`PROTOCOL: ${why}: ${text.slice(0, 300)}`);
  };
  if (lines.pop() !== '' || lines.pop() !== `end ${nonce}`) breach('the request is not whole');
  if (lines.some((line) => line.length > 6000 || !/^[\t -~]*$/.test(line)))
    breach('a line is no short ASCII');
  const [, action] = new RegExp(`^patchfleet-request 1 ${nonce} ([a-z]+)$`).exec(lines.shift() ?? '') ?? [];
  if (action === undefined) return breach('the first line is wrong');
  const parts = new Map<string, string>();
  const read = lines.flatMap((line): string[][] => {
    const [key = '', ...values] = line.split('\t');
    if (key === 'part') {
      parts.set(values[0] ?? '', (parts.get(values[0] ?? '') ?? '') + unescape(values[1] ?? ''));
      return [];
    }
    const whole = (value: string) =>
      value.startsWith('%+') ? (parts.get(value.slice(2)) ?? breach('a part is missing')) : unescape(value);
    return [[key, ...values.map(whole)]];
  });
  return { action, lines: read, find: (key) => read.find(([found]) => found === key)?.[1] ?? '' };
}

/** This stand-in's own spelling of values: character by character. */
export function escape(text: string): string {
  let out = '';
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const hex = code.toString(16).toUpperCase();
    if (code > 31 && code < 127 && code !== 37) out += text.charAt(at);
    else out += code < 256 ? `%${hex.padStart(2, '0')}` : `%u${hex.padStart(4, '0')}`;
  }
  return out;
}

function unescape(text: string): string {
  const [first = '', ...rest] = text.split('%');
  return rest.reduce((out, part) => {
    const end = part.startsWith('u') ? 5 : 2;
    const hex = part.slice(part.startsWith('u') ? 1 : 0, end);
    if (!/^[0-9A-F]+$/.test(hex)) throw new Error(`PROTOCOL: a value is spelt wrong: ${text}`);
    return out + String.fromCharCode(Number.parseInt(hex, 16)) + part.slice(end);
  }, first);
}

/** References in the order of the database, which goes by subscripts. */
export function sortReferences(keys: readonly string[]): string[][] {
  return keys
    .map((key) => JSON.parse(key) as string[])
    .sort((a, b) => {
      for (let level = 0; level < Math.min(a.length, b.length); level += 1) {
        const [left = '', right = ''] = [a[level], b[level]];
        const order =
          level === 0 ? Number(left > right) - Number(left < right) : compareSubscripts(left, right);
        if (order !== 0) return order;
      }
      return a.length - b.length;
    });
}
