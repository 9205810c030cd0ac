import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { failure } from '../../../base/failure.ts';
import type { ExchangeFolder } from './exchange-folder.ts';
import { makeExchangeFolder } from './exchange-folder.ts';
import { helperAsXml, helperName, helperVersion } from './helper-class.ts';
import type { HelperAnswer } from './helper-message.ts';
import { readAnswer, requestAsText } from './helper-message.ts';
import type { Ask } from './reach.ts';
import type { MethodCall, SessionAddress } from './session-command.ts';
import { sessionCommands } from './session-command.ts';
import type { SessionProcess } from './session-process.ts';
import { startSession } from './session-process.ts';
import { complaintsOf } from './session-transcript.ts';

/** How long is waited, in milliseconds. */
export interface SessionPatience {
  /** For a session to start. */
  readonly start: number;
  /** For one answer. */
  readonly answer: number;
  /** A session that has not heard of us for so long ends by itself. */
  readonly silence: number;
}

/** A session that serves requests in a folder of its own. */
export interface SessionChannel {
  readonly ask: Ask;
  /** Tells the session to end, and waits until it has. */
  close(): Promise<void>;
}

/**
 * Starts a session in which the helper serves; installs the helper first where it is not there or was changed (that of another version has
 * another name). Failure TARGET_UNREACHABLE with what the session complained of.
 */
export async function openSessionChannel(
  address: SessionAddress,
  patience: SessionPatience,
): Promise<SessionChannel> {
  const first = await serve(address, patience, false);
  if (first !== null) return first;
  const second = await serve(address, patience, true);
  if (second !== null) return second;
  throw unreachable(address, 'the helper class could be loaded, and is still another one.');
}

/** Null: the helper is not there or was changed. */
async function serve(
  address: SessionAddress,
  patience: SessionPatience,
  install: boolean,
): Promise<SessionChannel | null> {
  const exchange = makeExchangeFolder();
  const folder = exchange.path;
  const nonce = randomBytes(12).toString('hex');
  const calls = callsOf(folder, nonce, patience, install);
  const transcript = join(folder, 'transcript.txt');
  if (install) writeFileSync(join(folder, 'helper.xml'), helperAsXml(), { mode: 0o600 });
  let process: SessionProcess | null = null;
  for (const command of sessionCommands(address, calls)) {
    if (process !== null) await until(process.ended, patience.start);
    process = startSession(command, transcript);
  }
  if (process === null) throw new Error('no command');
  const channel = channelOf({ address, patience, folder, nonce, process, exchange });
  const version = await channel.version();
  if (version === helperVersion) return channel;
  const why = process.failed() ?? complaintsOf(readIfThere(transcript) ?? '');
  await channel.close();
  if (version !== null || (!install && process.failed() === null && isMissing(why))) return null;
  throw unreachable(address, why === '' ? 'the session ended without an answer.' : why);
}

/** "CLASS DOES NOT EXIST" is what a call of a class that is not there says; METHOD: one that was changed. */
function isMissing(why: string): boolean {
  return /<(CLASS|METHOD) DOES NOT EXIST>/.test(why);
}

function callsOf(
  folder: string,
  nonce: string,
  { silence }: SessionPatience,
  install: boolean,
): readonly MethodCall[] {
  const seconds = Math.max(1, Math.ceil(silence / 1000));
  const serving: MethodCall = {
    className: helperName,
    method: 'Serve',
    args: [`${folder}${sep}`, nonce, seconds],
  };
  const file = join(folder, 'helper.xml');
  return install ? [{ className: '%SYSTEM.OBJ', method: 'Load', args: [file, 'ck-d'] }, serving] : [serving];
}

interface Serving {
  readonly address: SessionAddress;
  readonly patience: SessionPatience;
  readonly folder: string;
  readonly exchange: ExchangeFolder;
  readonly nonce: string;
  readonly process: SessionProcess;
}

function channelOf(serving: Serving): SessionChannel & { version(): Promise<string | null> } {
  const { patience, folder, exchange, nonce, process } = serving;
  let [asked, closed] = [0, false];
  let turn: Promise<unknown> = Promise.resolve();
  const beating = keepAlive(folder, patience.silence / 4);
  const ask: Ask = (request) => {
    if (closed) throw new Error('this channel is closed');
    const mine = turn.then(async (): Promise<HelperAnswer> => {
      asked += 1;
      const own = `${nonce}.${asked}`;
      putFile(join(folder, `request-${asked}.txt`), requestAsText(request, own));
      const text = await answerFile(serving, asked, patience.answer);
      if (text === null) throw noAnswer(serving);
      return readAnswer(text, own, targetOf(serving.address));
    });
    turn = mine.catch(() => undefined);
    return mine;
  };
  return {
    ask,
    version: async () => {
      const text = await answerFile(serving, 0, patience.start);
      return new RegExp(`^patchfleet-answer 1 ${nonce} (\\w+)\n`).exec(text ?? '')?.[1] ?? null;
    },
    close: async () => {
      if (closed) return;
      try {
        if (!process.ended()) await ask({ action: 'close', lines: [] });
      } catch {
        // It ends by itself when nobody touches the folder any more.
      }
      closed = true;
      clearInterval(beating);
      await until(process.ended, patience.start);
      exchange.remove();
    },
  };
}

function keepAlive(folder: string, every: number): NodeJS.Timeout {
  let beats = 0;
  const beat = () => {
    beats += 1;
    try {
      putFile(join(folder, 'alive.txt'), `${beats}\n`);
    } catch {
      // The folder is gone, and the session ends.
    }
  };
  beat();
  const timer = setInterval(beat, every);
  timer.unref();
  return timer;
}

/** The text of an answer; null: the session ended, or the time is over. */
async function answerFile(
  { folder, process }: Serving,
  number: number,
  limit: number,
): Promise<string | null> {
  const path = join(folder, `answer-${number}.txt`);
  await until(() => existsSync(path) || process.ended(), limit);
  const text = readIfThere(path);
  rmSync(path, { force: true });
  return text;
}

function noAnswer({ address, folder, process }: Serving): Error {
  const said = complaintsOf(readIfThere(join(folder, 'transcript.txt')) ?? '');
  const what = process.ended() ? 'the session ended' : 'the session did not answer in time';
  return unreachable(address, said === '' ? `${what}.` : `${what}: ${said}`);
}

/** Waits until it holds, or the time in milliseconds is over. */
async function until(holds: () => boolean, limit: number): Promise<void> {
  const end = performance.now() + limit;
  for (let pause = 2; !holds() && performance.now() < end; pause = Math.min(pause + 2, 25))
    await sleep(pause);
}

/** Whole or not at all for who looks for it by name. */
function putFile(path: string, text: string): void {
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

function readIfThere(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'latin1') : null;
}

export function targetOf({ instance, namespace }: SessionAddress): string {
  return `${instance.toUpperCase()}:${namespace.toUpperCase()}`;
}

function unreachable(address: SessionAddress, why: string) {
  return failure('TARGET_UNREACHABLE', { target: targetOf(address), why });
}
