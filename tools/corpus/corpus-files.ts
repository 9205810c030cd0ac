import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { CorpusFile } from './check-file.ts';

const exportNames = /\.(xml|cls|mac|int|inc|ro|rtn|zwr|hl7|x12|lut|dfi)$/i;

/**
 * Files that look like exports: below a folder, or, of a bare git repository, in every commit that a ref reaches. Objects
 * that a snapshot of a repository lacks are told.
 */
export async function* corpusFiles(
  folder: string,
  tellMissing: (object: string) => void = () => undefined,
): AsyncGenerator<CorpusFile> {
  const files = existsSync(join(folder, 'HEAD'))
    ? filesOfRepository(folder, tellMissing)
    : filesOfFolder(folder);
  for await (const file of files) if (looksLikeExport(file)) yield file;
}

function looksLikeExport({ path, bytes }: CorpusFile): boolean {
  const head = Buffer.from(bytes.subarray(0, 2048)).toString('latin1');
  if (/\.xml$/i.test(path)) return /<Export[\s>]/.test(head);
  return exportNames.test(path) || /^(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?<Export[\s>]/.test(head);
}

async function* filesOfFolder(folder: string): AsyncGenerator<CorpusFile> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of paths.sort()) yield { path, bytes: await readFile(path) };
}

/** Every version of every file once, under the first path that git names; all from one `git cat-file --batch`. */
async function* filesOfRepository(
  folder: string,
  tellMissing: (object: string) => void,
): AsyncGenerator<CorpusFile> {
  const git = spawn('git', [`--git-dir=${folder}`, 'cat-file', '--batch'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answers = reader(git.stdout);
  for (const [object, path] of await objectsOfHistory(folder, tellMissing)) {
    git.stdin.write(`${object}\n`);
    const [, type, size] = (await answers.line()).split(' ');
    if (size === undefined) throw new Error(`git cat-file: ${object} ${type ?? ''}`);
    const bytes = await answers.bytes(Number(size) + 1);
    if (type === 'blob') yield { path, bytes: bytes.subarray(0, -1) };
  }
  git.stdin.end();
  await once(git, 'close');
}

/** Object ids with a path; a snapshot that lacks its largest objects still lists all others. */
async function objectsOfHistory(
  folder: string,
  tellMissing: (object: string) => void,
): Promise<ReadonlyMap<string, string>> {
  const git = spawn('git', [`--git-dir=${folder}`, 'rev-list', '--objects', '--all', '--missing=print'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const chunks: Buffer[] = [];
  for await (const chunk of git.stdout) chunks.push(chunk as Buffer);
  const lines = Buffer.concat(chunks).toString('utf8').split('\n');
  for (const line of lines) if (line.startsWith('?')) tellMissing(line.slice(1));
  return new Map(lines.filter((line) => line[40] === ' ').map((line) => [line.slice(0, 40), line.slice(41)]));
}

interface Answers {
  line(): Promise<string>;
  bytes(length: number): Promise<Buffer>;
}

function reader(stream: Readable): Answers {
  const iterator = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let rest: Buffer = Buffer.alloc(0);
  const more = async (): Promise<void> => {
    const next = await iterator.next();
    if (next.done === true) throw new Error('git cat-file ended early');
    rest = rest.length === 0 ? next.value : Buffer.concat([rest, next.value]);
  };
  const bytes = async (length: number): Promise<Buffer> => {
    const parts: Buffer[] = [];
    let missing = length;
    while (missing > 0) {
      if (rest.length === 0) await more();
      const part = rest.subarray(0, missing);
      parts.push(part);
      rest = rest.subarray(part.length);
      missing -= part.length;
    }
    return Buffer.concat(parts);
  };
  const line = async (): Promise<string> => {
    while (!rest.includes(0x0a)) await more();
    const text = rest.subarray(0, rest.indexOf(0x0a)).toString('latin1');
    rest = rest.subarray(text.length + 1);
    return text;
  };
  return { line, bytes };
}
