import { Failure } from '../../base/failure.ts';
import { redact } from '../../base/redact.ts';
import type { PassResult } from '../served-site.ts';
import type { Fault } from './next-wake.ts';

/** What a pass came to that ended with this error, and what remedies it. */
export function failedPass(
  error: unknown,
  secrets: readonly string[],
): { readonly result: PassResult; readonly remedy: Fault['kind'] } {
  if (!(error instanceof Failure)) {
    const message = `A bug in patchfleet ended the pass: ${error instanceof Error ? error.message : String(error)}`;
    const hint = "The agent's log has the place; please report it. The next pass is made all the same.";
    return { result: { kind: 'failed', message: redact(message, secrets), hint }, remedy: 'operator' };
  }
  const { message, hint, remedy } = error;
  return {
    result: { kind: 'failed', message: redact(message, secrets), hint },
    remedy: remedy === 'retry' ? 'retry' : 'operator',
  };
}
