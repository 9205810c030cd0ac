import type { Repository } from '../../ports/repository.ts';
import { openEmbeddedTransport } from './embedded-transport.ts';
import { openMirror } from './open-mirror.ts';
import type { RepositoryOptions } from './open-mirror.ts';

/** The patches repository without a git program: https and http only. Failure GIT_REMOTE_INVALID. */
export function openEmbeddedRepository(options: RepositoryOptions): Repository {
  return openMirror(options, openEmbeddedTransport);
}
