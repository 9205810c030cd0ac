import { existsSync } from 'node:fs';
import { sep } from 'node:path';
import { failure, isFailure } from '../../base/failure.ts';
import type { Disk } from '../files/disk.ts';
import { codeOf } from '../files/fresh-file.ts';
import { guardedLater } from '../files/guarded.ts';

/** Does work on the mirror; where the mirror itself turns out to be lost or damaged, makes it anew and does the work again. */
type OnMirror = <T>(work: () => Promise<T>) => Promise<T>;

/** So often one work may find it damaged: somebody may be damaging it just now. */
const tries = 4;

/**
 * A mirror holds only what the host has too, so one that is damaged is thrown away; not at the first sign, which can come from another program
 * that writes and removes there as we do. Failures GIT_MIRROR_DAMAGED where that does not help, DISK_FULL
 * and DISK_FAILED for what else the system refuses.
 */
export function mendingMirror({ folder, disk }: { readonly folder: string; readonly disk: Disk }): OnMirror {
  let thrownAway = 0;
  return (work) =>
    guardedLater(folder, async () => {
      for (let tried = 1; ; tried += 1) {
        const seen = thrownAway;
        try {
          return await work();
        } catch (error) {
          const why = damageIn(error, folder);
          if (why === null) throw error;
          if (tried === tries) throw failure('GIT_MIRROR_DAMAGED', { folder, why }, error);
        }
        // Unless another work, side by side with this one, has done so meanwhile.
        if (tried === 1 || seen !== thrownAway) continue;
        disk.removeFolder(folder);
        thrownAway += 1;
      }
    });
}

/** What is wrong with the mirror where that is what an error comes from; null: it comes from elsewhere. */
function damageIn(error: unknown, folder: string): string | null {
  if (isFailure(error, 'GIT_MIRROR_DAMAGED')) return error.details.why;
  if (isFailure(error, 'GIT_PROGRAM_MISSING')) return existsSync(folder) ? null : 'its folder is gone';
  const cause = isFailure(error, 'DISK_FAILED') ? error.cause : error;
  return cause instanceof Error && shapes.has(codeOf(cause) ?? '') && isInside(cause, folder)
    ? cause.message
    : null;
}

/** False where the system named a path elsewhere; it names none for what it refuses of an open file. */
function isInside(error: Error, folder: string): boolean {
  if (!('path' in error)) return true;
  const path = String(error.path);
  return path === folder || path.startsWith(folder + sep);
}

/** Something is gone, or is something else than it should be; what the system refuses (rights, room, a broken disk) is not among these. */
const shapes: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'EEXIST', 'ELOOP']);
