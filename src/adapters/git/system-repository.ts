import type { Repository } from '../../ports/repository.ts';
import { openMirror } from './open-mirror.ts';
import type { RepositoryOptions } from './open-mirror.ts';
import { openSystemTransport } from './system-transport.ts';

/** The patches repository through the git program: https, http, ssh, file. Failure GIT_REMOTE_INVALID. */
export function openSystemRepository(options: RepositoryOptions): Repository {
  return openMirror(options, openSystemTransport);
}
