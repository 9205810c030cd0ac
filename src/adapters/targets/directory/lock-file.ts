import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';
import type { Instant } from '../../../base/instant.ts';
import { instantAsText } from '../../../base/instant.ts';

const schema = z.object({
  holder: z.string(),
  host: z.string(),
  pid: z.int(),
  since: z.string(),
  network: z.string().optional(),
});

/**
 * Content of `.patchfleet/lock.json`: who holds the target. `network` is the network namespace (Linux), whose kernel lock a process in
 * another one on the same host does not see.
 */
type LockFile = z.infer<typeof schema>;

export function writeLockFile(holder: string, now: Instant): Uint8Array {
  const network = networkNamespace();
  const content: LockFile = {
    holder,
    host: hostname(),
    pid: process.pid,
    since: instantAsText(now),
    ...(network !== null && { network }),
  };
  return Buffer.from(`${JSON.stringify(content, null, 2)}\n`);
}

/** What lies where the lock file belongs. What cannot be read may be somebody's lock. */
export type FoundLock =
  | { readonly kind: 'none' }
  | { readonly kind: 'held'; readonly lock: LockFile }
  | { readonly kind: 'unreadable'; readonly why: string };

export function readLockFile(path: string): FoundLock {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { kind: 'none' };
    return { kind: 'unreadable', why: error instanceof Error ? error.message : String(error) };
  }
  const lock = parseLockFile(text);
  return lock === null
    ? { kind: 'unreadable', why: 'it is not as this program writes it' }
    : { kind: 'held', lock };
}

/** True where the lock file is there and holds these bytes. */
export function isLockFile(path: string, content: Uint8Array): boolean {
  try {
    return readFileSync(path).equals(content);
  } catch {
    return false;
  }
}

function parseLockFile(text: string): LockFile | null {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** True where it was left by a process whose kernel lock this process would see: same host, same network namespace. */
export function isOfThisHost({ host, network }: LockFile): boolean {
  return host === hostname() && (network === undefined || network === networkNamespace());
}

/** The holder in words, for Failure TARGET_BUSY. */
export function holderAsText(found: FoundLock): string {
  if (found.kind !== 'held') return 'another process on this machine';
  const { holder, pid, host, network, since } = found.lock;
  const place = network === undefined ? host : `${host}, network ${network}`;
  return `${holder} (process ${pid} on ${place}, since ${since})`;
}

/** Null: none, as on other systems than Linux. */
function networkNamespace(): string | null {
  try {
    return readlinkSync('/proc/self/ns/net');
  } catch {
    return null;
  }
}
