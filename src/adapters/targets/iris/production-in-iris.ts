import { isFailure } from '../../../base/failure.ts';
import type { Asking } from './asking.ts';
import { lost } from './asking.ts';
import type { RequestLine } from './helper-message.ts';
import { valuesOf } from './helper-message.ts';

/** Stops or marks the production by Ens.Director; why that did not work, in the server's words, or null. */
export function holdInIris(asking: Asking, how: 'update' | 'stop-start'): Promise<string | null> {
  return askAbout(asking, [
    ['act', 'hold'],
    ['how', how],
  ]);
}

/** Starts or updates the production, if that is owed. */
export function resumeInIris(asking: Asking): Promise<string | null> {
  return askAbout(asking, [['act', 'resume']]);
}

async function askAbout(asking: Asking, lines: readonly RequestLine[]): Promise<string | null> {
  try {
    const answer = await asking.ask({ action: 'production', lines });
    if (valuesOf(answer, 'lost') !== null) throw lost(asking);
    return null;
  } catch (error) {
    if (isFailure(error, 'TARGET_REFUSED')) return error.details.why;
    throw error;
  }
}
