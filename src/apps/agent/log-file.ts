import { appendFileSync, closeSync, fchmodSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from '../../adapters/files/fresh-file.ts';

/**
 * Lines go to `file`; before it grows past half of `limit` bytes it becomes `file`.1, in the place of the one before: both together never
 * take more than the limit, but for a line that is longer by itself. What the system refuses (a full disk, a folder that is gone) throws
 * nothing: that line goes to `instead`.
 */
export function openLogFile(
  file: string,
  limit: number,
  instead: (line: string) => void,
): { write(line: string): void } {
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
        append(file, line, size === 0);
        size += length;
      } catch (error) {
        if (codeOf(error) === null) throw error;
        instead(line);
      }
    },
  };
}

/** For its user and group, whatever the process's umask is. */
const logMode = 0o640;

function append(path: string, line: string, isNew: boolean): void {
  const file = openSync(path, 'a', logMode);
  try {
    if (isNew) fchmodSync(file, logMode);
    appendFileSync(file, line);
  } finally {
    closeSync(file);
  }
}
