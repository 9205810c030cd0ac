import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { ObjectId } from '../../base/names.ts';
import type { GitObject, ObjectKind } from './object-store.ts';

/** Reads objects of a local repository, packed ones too; null where there is no such object. */
export type ReadObject = (id: ObjectId) => Promise<GitObject | null>;

interface Waiting {
  readonly resolve: (object: GitObject | null) => void;
  readonly reject: (error: Error) => void;
}

/** Milliseconds for which the program stays after the last question, so that it holds up nobody's exit. */
const idleTime = 200;

/** One `git cat-file --batch` (its manual page, "BATCH OUTPUT") for all questions; started when there is one, ended when idle. */
export function openObjectReader(folder: string, env: NodeJS.ProcessEnv): ReadObject {
  let session: ReturnType<typeof startSession> | null = null;
  return (id) => {
    if (session === null || session.ended()) session = startSession(folder, env);
    return session.ask(id);
  };
}

function startSession(folder: string, env: NodeJS.ProcessEnv) {
  const program = spawn('git', ['cat-file', '--batch'], { cwd: folder, env });
  const waiting: Waiting[] = [];
  let ended = false;
  let timer: NodeJS.Timeout | null = null;
  const end = (error: Error | null): void => {
    ended = true;
    for (const { reject } of waiting.splice(0))
      reject(error ?? new Error('git cat-file ended before its answer'));
  };
  program.once('error', end);
  program.once('close', () => {
    end(null);
  });
  program.stdin.on('error', () => undefined);
  program.stderr.resume();
  readAnswers(program, (object) => {
    waiting.shift()?.resolve(object);
    if (waiting.length > 0) return;
    timer = setTimeout(() => {
      ended = true;
      program.stdin.end();
    }, idleTime);
  });
  const ask = (id: ObjectId): Promise<GitObject | null> => {
    if (timer !== null) clearTimeout(timer);
    return new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      program.stdin.write(`${id}\n`);
    });
  };
  return { ask, ended: () => ended };
}

/** Calls back once an answer: `<id> <kind> <size>\n<bytes>\n`, or `<id> missing\n`. */
function readAnswers(
  program: ChildProcessWithoutNullStreams,
  answered: (object: GitObject | null) => void,
): void {
  let pieces: Buffer[] = [];
  let held = 0;
  let needed = 1;
  program.stdout.on('data', (chunk: Buffer) => {
    pieces.push(chunk);
    held += chunk.length;
    if (held < needed) return;
    let rest = Buffer.concat(pieces);
    for (;;) {
      const head = readHead(rest);
      needed = head === null ? rest.length + 1 : head.end + (head.size === null ? 0 : head.size + 1);
      if (head === null || rest.length < needed) break;
      answered(head.size === null ? null : { kind: head.kind, bytes: rest.subarray(head.end, needed - 1) });
      rest = rest.subarray(needed);
    }
    pieces = [rest];
    held = rest.length;
  });
}

function readHead(bytes: Buffer): { kind: ObjectKind; size: number | null; end: number } | null {
  const end = bytes.indexOf(0x0a) + 1;
  if (end === 0) return null;
  const [, kind = '', size] = bytes.toString('utf8', 0, end - 1).split(' ');
  return { kind: kind as ObjectKind, size: size === undefined ? null : Number(size), end };
}
