import { join } from 'node:path';
import { failure } from '../../../base/failure.ts';
import type { Disk } from '../../files/disk.ts';
import { checkPlaces, databaseTrouble } from './database-trouble.ts';
import { helperName } from './helper-routine.ts';
import { installHelper } from './install-helper.ts';
import type { MumpsDatabase } from './mumps-database.ts';
import type { Answer } from './read-answers.ts';
import { readAnswers } from './read-answers.ts';
import type { MumpsProcess } from './start-process.ts';
import { startMumps } from './start-process.ts';

/** A process inside the database that answers requests, one after the other. It ends with the process that started it, however that ends. */
export interface Conversation {
  /** Asks the helper routine. Failure TARGET_UNREACHABLE where it does not answer; its process is gone then. */
  ask(words: readonly string[], frames?: readonly Uint8Array[]): Promise<Answer>;
  /** Ends the process, and with it what it holds; returns when it is gone. */
  end(): Promise<void>;
}

/** Milliseconds after which no answer is expected any more: a database that is frozen lets its processes wait. */
const patience = 10 * 60_000;

/** Starts the process. Whether it can work shows with the first answer. Failures MUMPS_MISSING, TARGET_UNREACHABLE where what it needs is not there. */
export function startConversation(database: MumpsDatabase, disk: Disk): Conversation {
  checkPlaces(database);
  const folder = installHelper(database, disk);
  const inFolder: MumpsDatabase = { ...database, routines: [folder], objects: null, relink: false };
  const started = startMumps(inFolder, 'mumps', ['-run', `session^${helperName}`], { timeLimit: null });
  started.errors.resume();
  const answers = readAnswers(started.output);
  let last: Promise<unknown> = Promise.resolve();
  return {
    ask: (words, frames = []) => {
      const answer = last.then(async () => {
        for (const bytes of requestOf(words, frames)) started.input.write(bytes);
        try {
          return await nextAnswer(database, started, answers);
        } catch (error) {
          disk.remove(join(folder, `${helperName}.o`)); // it may be damaged: the next process compiles it anew
          throw error;
        }
      });
      last = answer.catch(() => undefined);
      return answer;
    },
    end: async () => {
      await last;
      started.input.end();
      const timer = setTimeout(() => {
        started.stop();
      }, 5_000);
      await started.ended.catch(() => undefined);
      clearTimeout(timer);
    },
  };
}

async function nextAnswer(
  database: MumpsDatabase,
  started: MumpsProcess,
  answers: AsyncGenerator<Answer, string>,
): Promise<Answer> {
  const timer = setTimeout(() => {
    started.stop();
  }, patience);
  try {
    const next = await answers.next();
    if (next.done !== true) return next.value;
    const { code } = await started.ended;
    if (next.value !== '') throw databaseTrouble(database, next.value);
    const why = `its session ended with exit code ${String(code)} and said nothing.`;
    throw failure('TARGET_UNREACHABLE', { target: database.globalDirectory, why });
  } finally {
    clearTimeout(timer);
  }
}

function* requestOf(words: readonly string[], frames: readonly Uint8Array[]): Generator<Uint8Array | string> {
  for (const bytes of [Buffer.from(words.join('\t'), 'latin1'), ...frames]) {
    yield String(bytes.length).padStart(9, '0');
    yield bytes;
  }
  yield '=========';
}
