import { randomBytes } from 'node:crypto';
import { isFailure, failure } from '../../../base/failure.ts';
import type { AtelierAddress, AtelierClient } from './atelier-client.ts';
import { atelierClient, atelierTargetOf } from './atelier-client.ts';
import { helperAsUdl, helperName, helperVersion } from './helper-class.ts';
import { lost } from './asking.ts';
import type { HelperAnswer, HelperRequest, RequestLine } from './helper-message.ts';
import { readAnswer, requestAsText, valuesOf } from './helper-message.ts';
import { waitsForTheDead } from './holder.ts';
import type { Ask, Busy, Hold, Reach } from './reach.ts';

interface AtelierReachOptions {
  readonly address: AtelierAddress;
  /** Seconds for which the target stays ours without a word of us. */
  readonly lease?: number;
  /** Milliseconds for one answer. */
  readonly patience?: number;
  /** Milliseconds for a compilation. */
  readonly compileLimit?: number;
}

/**
 * Reaches the helper through Atelier's SQL. There is no process that lasts here, so what holds the target is a lease inside the
 * database: a token and an end, prolonged by each request. Every request that writes holds the LOCK while it is worked on and
 * is refused without the right token or after the end. That keeps two such requests apart; what it does not give is that the target is free
 * at once when we die: it is after the lease, and a request that is being worked on then ends first. Compilations stand outside of it: Atelier's queue
 * does them in processes of its own, and one that we queued before we died goes on while the next holder writes. Never run on IRIS by us.
 */
export function openAtelierReach(options: AtelierReachOptions): Reach {
  const { address, lease = 120, patience = 120_000, compileLimit = 3_600_000 } = options;
  const target = atelierTargetOf(address);
  const client = atelierClient(address, { answer: patience, compile: compileLimit });
  let installed: Promise<void> | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let leaving: NodeJS.Timeout | null = null;

  const ask: Ask = (request) => {
    const mine = turn.then(async () => {
      if (leaving !== null) clearTimeout(leaving);
      installed ??= installHelper(client, target);
      try {
        await installed;
      } catch (error) {
        installed = null;
        throw error;
      }
      try {
        return await askBySql(client, request, target);
      } catch (error) {
        if (isFailure(error, 'TARGET_ANSWER_INVALID')) installed = null; // somebody may have changed the helper
        throw error;
      }
    });
    turn = mine
      .catch(() => undefined)
      .then(() => {
        leaving = setTimeout(() => void client.logOut().catch(() => undefined), idle);
        leaving.unref();
      });
    return mine;
  };
  const take = async (holder: string): Promise<Hold | Busy> => {
    const token = randomBytes(12).toString('hex');
    const lines = [
      ['holder', holder],
      ['token', token],
      ['lease', String(lease)],
    ] as const;
    const busy = valuesOf(await ask({ action: 'hold', lines }), 'busy');
    if (busy !== null) return { kind: 'busy', holder: busy[0] ?? '' };
    const own: Ask = (request) => ask({ ...request, lines: [['token', token], ...request.lines] });
    return leased({ ask: own, client, lease, target });
  };
  return { target, ask, hold: (holder) => waitsForTheDead(() => take(holder), (lease + 5) * 1000) };
}

/** Without a question for so long, the licence is given back. */
const idle = 10_000;

interface Leasing {
  readonly ask: Ask;
  readonly client: AtelierClient;
  readonly lease: number;
  readonly target: string;
}

/** A compilation goes by Atelier's own queue, as it can last longer than a web server waits: without LOCK, at a time when the lease is ours. */
function leased({ ask, client, lease, target }: Leasing): Hold {
  let closed = false;
  const beating = setInterval(
    () => void ask({ action: 'renew', lines: [] }).catch(() => undefined),
    lease * 300,
  );
  beating.unref();
  return {
    kind: 'held',
    ask,
    compile: async (names, flags) => {
      if (valuesOf(await ask({ action: 'renew', lines: [] }), 'lost') !== null) throw lost({ target });
      const complaints = await client.compile(names, flags);
      const lines = names.map((name): RequestLine => ['document', name]);
      const left = (await ask({ action: 'compiled', lines })).lines.filter(({ key }) => key === 'failed');
      return [...complaints, ...left.map(({ values }) => values[0] ?? '')];
    },
    close: async () => {
      if (closed) return;
      closed = true;
      clearInterval(beating);
      await ask({ action: 'release', lines: [] });
      await client.logOut();
    },
  };
}

/** Puts the helper class in and compiles it, where it is not there or somebody changed it. That of another version has another name. */
async function installHelper(client: AtelierClient, target: string): Promise<void> {
  if ((await helperFound(client)) === helperVersion) return;
  await client.putDocument(`${helperName}.cls`, helperAsUdl());
  const complaints = await client.compile([`${helperName}.cls`], 'cuk');
  if (complaints.length > 0)
    throw failure('TARGET_REFUSED', {
      target,
      why: `the helper class does not compile: ${complaints.join(' ')}`,
    });
  if ((await helperFound(client)) === helperVersion) return;
  throw failure('TARGET_REFUSED', { target, why: 'the helper class was put in, and is still another one.' });
}

/** The version that is there; null: none. A procedure that is not there is an error of SQL. */
async function helperFound(client: AtelierClient): Promise<string | null> {
  try {
    return await value(client, 'Version', []);
  } catch (error) {
    if (isFailure(error, 'TARGET_REFUSED')) return null;
    throw error;
  }
}

async function askBySql(
  client: AtelierClient,
  request: HelperRequest,
  target: string,
): Promise<HelperAnswer> {
  const nonce = randomBytes(12).toString('hex');
  const pieces = piecesOf(requestAsText(request, nonce));
  for (const [index, piece] of pieces.entries())
    await value(client, 'Take', [nonce, String(index + 1), piece]);
  const count = Number(await value(client, 'Ask', [nonce]));
  const answer: string[] = [];
  for (let piece = 1; piece <= count; piece += 1)
    answer.push(await value(client, 'Piece', [nonce, String(piece)]));
  await value(client, 'Forget', [nonce]);
  return readAnswer(answer.join(''), nonce, target);
}

/** Whole lines, together no longer than a string may be on any server. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    const last = pieces.at(-1);
    if (last === undefined || last.length + line.length > longestPiece) pieces.push(`${line}\n`);
    else pieces[pieces.length - 1] = `${last}${line}\n`;
  }
  return pieces;
}
const longestPiece = 12_000;

/** What an SQL procedure of the helper returns. */
async function value(client: AtelierClient, method: string, parameters: readonly string[]): Promise<string> {
  const marks = parameters.map(() => '?').join(',');
  const [row] = await client.query(`SELECT ${helperName}_${method}(${marks}) AS answer`, parameters);
  const answer = row?.['answer'];
  return typeof answer === 'string' || typeof answer === 'number' ? String(answer) : '';
}
