import { failure } from '../../../base/failure.ts';
import type { Ask } from './reach.ts';

/** A way to ask, and whom. */
export interface Asking {
  readonly ask: Ask;
  readonly target: string;
}

/** The right to write is gone: the session ended, or its lease did. Says nothing of what was written by requests before. */
export function lost({ target }: Pick<Asking, 'target'>) {
  return failure('TARGET_UNREACHABLE', { target, why: 'our hold on it ended, so this request was refused.' });
}
