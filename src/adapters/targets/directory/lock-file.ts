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

const place = schema.pick({ host: true, network: true });

/** Whose kernel locks its writer saw. */
type Place = z.infer<typeof place>;

/** Where it was written comes first: it can be told of a file that was cut short, too. */
export function writeLockFile(holder: string, now: Instant): Uint8Array {
  const network = networkNamespace();
  const content: LockFile = {
    host: hostname(),
    ...(network !== null && { network }),
    holder,
    pid: process.pid,
    since: instantAsText(now),
  };
  return Buffer.from(`${JSON.stringify(content, null, 2)}\n`);
}

/** What lies where the lock file belongs. What cannot be read may be somebody's lock. */
export type FoundLock =
  | { readonly kind: 'none' }
  | { readonly kind: 'held'; readonly lock: LockFile }
  /** Its writing was cut short, as a crash does on a file system without hard links; where, can still be read. */
  | { readonly kind: 'torn'; readonly lock: Place }
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
  if (lock !== null) return { kind: 'held', lock };
  const place = placeOfTorn(text);
  if (place !== null) return { kind: 'torn', lock: place };
  return { kind: 'unreadable', why: text === '' ? 'it is empty' : 'it is not as this program writes it' };
}

/** The first members of a lock file that ends before its end; null where they are not all there, or it is whole and means something else. */
function placeOfTorn(text: string): Place | null {
  const word = String.raw`("(?:[^"\\]|\\.)*")`;
  const begin = new RegExp(
    String.raw`^\{\s*"host": ${word},\s*(?:"network": ${word},|"holder")(?!.*\})`,
    's',
  );
  const [, host, network] = begin.exec(text) ?? [];
  if (host === undefined) return null;
  try {
    return place.parse(
      JSON.parse(`{ "host": ${host}${network === undefined ? '' : `, "network": ${network}`} }`),
    );
  } catch {
    return null;
  }
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
export function isOfThisHost({ host, network }: Place): boolean {
  return host === hostname() && (network === undefined || network === networkNamespace());
}

/** The holder in words, for Failure TARGET_BUSY. */
export function holderAsText(found: FoundLock): string {
  if (found.kind === 'torn') return `somebody on ${placeAsText(found.lock)}, whose lock file was cut short`;
  if (found.kind !== 'held') return 'another process on this machine';
  const { holder, pid, since } = found.lock;
  return `${holder} (process ${pid} on ${placeAsText(found.lock)}, since ${since})`;
}

function placeAsText({ host, network }: Place): string {
  return network === undefined ? host : `${host}, network ${network}`;
}

/** Null: none, as on other systems than Linux. */
function networkNamespace(): string | null {
  try {
    return readlinkSync('/proc/self/ns/net');
  } catch {
    return null;
  }
}
