import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Lines go to `file`; before it grows past half of `limit` bytes it becomes `file`.1, in the place of the one before: both together never
 * take more than the limit, but for a line that is longer by itself. A disk that is full costs lines, and nothing else.
 */
export function openLogFile(file: string, limit: number): { write(line: string): void } {
  mkdirSync(dirname(file), { recursive: true });
  let size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return {
    write: (line) => {
      const length = Buffer.byteLength(line);
      try {
        if (size > 0 && size + length > limit / 2) {
          renameSync(file, `${file}.1`);
          size = 0;
        }
        appendFileSync(file, line, { mode: 0o640 });
        size += length;
      } catch (error) {
        if (!isOfTheDisk(error)) throw error;
      }
    },
  };
}

function isOfTheDisk(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EIO'].includes((error as NodeJS.ErrnoException).code ?? '');
}
