import { fchmodSync, fchownSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { failure } from '../../base/failure.ts';
import { codeOf } from './fresh-file.ts';

/** What a file that is replaced has: who owns it, and who else may do what with it. */
export type Ownership = Pick<Stats, 'mode' | 'uid' | 'gid'>;

/**
 * Gives a new file the mode, the owner and the group of the one at `path` whose place it takes; where the process may not give files away, the
 * group alone. Failure DISK_FAILED where the group cannot be kept either and reads by it: nobody is locked out without a word.
 */
export function keepOwnership(path: string, file: number, before: Ownership): void {
  const { uid, gid } = before;
  const kept =
    isAllowed(() => {
      fchownSync(file, uid, gid);
    }) ||
    isAllowed(() => {
      fchownSync(file, sameOwner, gid);
    });
  if (!kept) assertNobodyLocked(path, before);
  fchmodSync(file, before.mode & 0o7777);
}

/** As chown(2) has it. */
const sameOwner = -1;

/** What systems say to who may not, and file systems that know no owners. */
const refusals: readonly string[] = ['EPERM', 'EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'];

function isAllowed(work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (!refusals.includes(codeOf(error) ?? '')) throw error;
    return false;
  }
}

/** Whom the group lets in no more, the bits of all others may. */
function assertNobodyLocked(path: string, { mode, uid, gid }: Ownership): void {
  const lost = (mode >> 3) & 0o5 & ~mode;
  if (lost === 0) return;
  const why = `it belongs to ${uid}:${gid}, whose group would lose it, because this user may not keep that group`;
  throw failure('DISK_FAILED', { path, why });
}
