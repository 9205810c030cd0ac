import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';
import type { Instant } from '../../../base/instant.ts';
import { instantAsText } from '../../../base/instant.ts';

const schema = z.object({ holder: z.string(), host: z.string(), pid: z.int(), since: z.string() });

/** Content of `.patchfleet/lock.json`: who holds the target. */
type LockFile = z.infer<typeof schema>;

export function writeLockFile(holder: string, now: Instant): Uint8Array {
  const content: LockFile = { holder, host: hostname(), pid: process.pid, since: instantAsText(now) };
  return Buffer.from(`${JSON.stringify(content, null, 2)}\n`);
}

/** Null: there is none, or it cannot be read, which then says nothing. */
export function readLockFile(path: string): LockFile | null {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

/** True where it was left by this machine, whose own lock tells whether the process is still there. */
export function isOfThisHost({ host }: LockFile): boolean {
  return host === hostname();
}

/** The holder in words, for Failure TARGET_BUSY. */
export function holderAsText(lock: LockFile | null): string {
  if (lock === null) return 'another process on this machine';
  return `${lock.holder} (process ${lock.pid} on ${lock.host}, since ${lock.since})`;
}
