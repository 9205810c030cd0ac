import { failure } from '../../src/base/failure.ts';
import type { Disk } from '../../src/adapters/files/disk.ts';

/** How a failing disk fails. */
export interface DiskFault {
  /** So many effects are done; the one after them, and all that follow, are not. Infinity: never fails. */
  readonly after: number;
  /** Thrown instead of the effect (default: a Crash). */
  readonly error?: () => Error;
  /** An append that fails still writes this share of its bytes, as a full disk or a lost power does; 1: all, unflushed. */
  readonly torn?: number;
  /** Told before each effect: a child process that is to be killed there says so to its parent. */
  readonly onEffect?: (effect: string, path: string) => void;
  /** Only so many effects fail, those after them are done again: the disk was full and is not any more. */
  readonly times?: number;
}

/** A disk that stops at one effect, and says how many it did. */
export interface FailingDisk extends Disk {
  /** Effects done so far. */
  readonly effects: () => number;
}

/** What a process that dies in a test throws. */
export class Crash extends Error {
  constructor(where: string) {
    super(`the process died before ${where}`);
    this.name = 'Crash';
  }
}

/** What a full disk throws. */
export function diskFull(path: string): Error {
  return failure('DISK_FULL', { path });
}

/** Counts the effects of a disk and lets it fail after some of them. */
export function failingDisk(disk: Disk, fault: DiskFault): FailingDisk {
  let done = 0;
  let failed = 0;
  const effect = (name: string, path: string, work: () => void, part?: () => void): void => {
    fault.onEffect?.(name, path);
    if (done >= fault.after && failed < (fault.times ?? Number.POSITIVE_INFINITY)) {
      failed += 1;
      if (failed === 1) part?.();
      throw fault.error?.() ?? new Crash(`${name} ${path}`);
    }
    work();
    done += 1;
  };
  const torn = (bytes: Uint8Array) => bytes.subarray(0, Math.floor(bytes.length * (fault.torn ?? 0)));
  return {
    effects: () => done,
    replace: (path, bytes) => {
      effect('replace', path, () => {
        disk.replace(path, bytes);
      });
    },
    replaceAll: async (files, isExpected) => {
      for (const [at, file] of files.entries()) {
        if (!isExpected(file.path)) return at;
        effect('replace', file.path, () => {
          disk.replace(file.path, file.bytes);
        });
        await Promise.resolve();
      }
      return files.length;
    },
    create: (path, bytes) => {
      let made = false;
      effect('create', path, () => {
        made = disk.create(path, bytes);
      });
      return made;
    },
    append: (path, bytes) => {
      effect(
        'append',
        path,
        () => {
          disk.append(path, bytes);
        },
        () => {
          if (torn(bytes).length > 0) disk.append(path, torn(bytes));
        },
      );
    },
    truncate: (path, size) => {
      effect('truncate', path, () => {
        disk.truncate(path, size);
      });
    },
    remove: (path) => {
      effect('remove', path, () => {
        disk.remove(path);
      });
    },
    makeFolder: (path) => {
      effect('makeFolder', path, () => {
        disk.makeFolder(path);
      });
    },
    removeEmptyFolder: (path) => {
      effect('removeEmptyFolder', path, () => {
        disk.removeEmptyFolder(path);
      });
    },
    removeFolder: (path) => {
      effect('removeFolder', path, () => {
        disk.removeFolder(path);
      });
    },
  };
}
