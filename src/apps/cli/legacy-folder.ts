import {
  closeSync,
  createReadStream,
  openSync,
  opendirSync,
  readFileSync,
  readSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { failure } from '../../base/failure.ts';
import { headSize } from '../../kit/formats/kit-format.ts';
import type { LegacyFile } from '../../kit/legacy/legacy-role.ts';

/** The files of a folder that somebody else made, by path; and what in it is no file. */
export interface LegacyFolder {
  readonly files: readonly LegacyFile[];
  readonly others: readonly { readonly path: string; readonly why: string }[];
  readonly bytes: (path: string) => Uint8Array;
  readonly stream: (path: string) => AsyncIterable<Uint8Array>;
}

const mostFiles = 10_000;
const deepest = 32;

/** Links are told and never followed. Failures FILE_MISSING, FILE_UNREADABLE. */
export function openLegacyFolder(folder: string, shown: string): LegacyFolder {
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (stat === undefined) throw failure('FILE_MISSING', { path: shown });
  if (!stat.isDirectory()) throw failure('FILE_UNREADABLE', { file: shown, why: 'it is not a folder.' });
  const files: LegacyFile[] = [];
  const others: { readonly path: string; readonly why: string }[] = [];
  walk('', 0);
  const byPath = (a: { path: string }, b: { path: string }): number => (a.path < b.path ? -1 : 1);
  return {
    files: files.sort(byPath),
    others: others.sort(byPath),
    bytes: (path) => readFileSync(join(folder, path)),
    stream: (path) => createReadStream(join(folder, path)) as AsyncIterable<Uint8Array>,
  };

  function walk(inside: string, depth: number): void {
    const listing = opendirSync(join(folder, inside));
    try {
      for (let entry = listing.readSync(); entry !== null; entry = listing.readSync()) {
        const path = `${inside}${entry.name}`;
        if (files.length + others.length >= mostFiles)
          throw failure('FILE_UNREADABLE', { file: shown, why: `it holds more than ${mostFiles} files.` });
        if (path.includes('\uFFFD')) others.push({ path, why: 'its name is not UTF-8: rename it' });
        else if (entry.isFile()) takeFile(path);
        else if (!entry.isDirectory())
          others.push({ path, why: 'it is a link or a device, which may lead anywhere' });
        else if (entry.name === '.git') others.push({ path, why: 'it belongs to git' });
        else if (depth === deepest) others.push({ path, why: `it lies more than ${deepest} folders deep` });
        else walk(`${path}/`, depth + 1);
      }
    } finally {
      listing.closeSync();
    }
  }

  function takeFile(path: string): void {
    try {
      files.push(fileAt(path));
    } catch (error) {
      if (!(error instanceof Error && 'syscall' in error)) throw error;
      others.push({ path, why: `it cannot be read: ${error.message}` });
    }
  }

  function fileAt(path: string): LegacyFile {
    const descriptor = openSync(join(folder, path), 'r');
    try {
      const head = Buffer.alloc(headSize);
      const length = readSync(descriptor, head, 0, headSize, 0);
      return { path, size: statSync(join(folder, path)).size, head: head.subarray(0, length) };
    } finally {
      closeSync(descriptor);
    }
  }
}
