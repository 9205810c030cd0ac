import { failure } from '../../base/failure.ts';

/**
 * Does work on a local file; what the system refuses becomes Failure DISK_FULL or DISK_FAILED with this path. A Failure goes
 * through as it is, and so does what is not the system's.
 */
export function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asDiskFailure(path, error);
  }
}

/** The same for work that takes its time. */
export async function guardedLater<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asDiskFailure(path, error);
  }
}

function asDiskFailure(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return error;
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') return failure('DISK_FULL', { path }, error);
  return failure('DISK_FAILED', { path, why: error.message }, error);
}
