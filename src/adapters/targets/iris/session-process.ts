import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { SessionCommand } from './session-command.ts';

/** A session's process. */
export interface SessionProcess {
  readonly ended: () => boolean;
  /** Why it could not even be started; null: it was, or that is not known yet. */
  readonly failed: () => string | null;
}

/**
 * Starts a session whose output goes into a file. It does not keep this program from ending: the helper ends by itself when nobody
 * touches its folder any more.
 */
export function startSession({ program, args, input }: SessionCommand, transcript: string): SessionProcess {
  const output = openSync(transcript, 'a', 0o600);
  let [ended, failed]: [boolean, string | null] = [false, null];
  const child = spawn(program, args, { stdio: ['pipe', output, output], windowsHide: true });
  closeSync(output);
  child.once('error', (error) => {
    [ended, failed] = [true, error.message];
  });
  child.once('exit', () => {
    ended = true;
  });
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input ?? '');
  child.unref();
  return { ended: () => ended, failed: () => failed };
}
