import {
  existsSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/**
 * The namespace of a stand-in for IRIS, in one file, so that the processes of its sessions share it as they would share a
 * database. What it answers is made from the vendor's reference and invented where that is silent; none of it is a server's word.
 */
export interface Namespace {
  /** Server's own form (an element of an export) by name; a class that was compiled has what the compiler added. */
  readonly documents: Record<string, StoredDocument>;
  /** Bytes as Latin-1, by address. */
  readonly files: Record<string, string>;
  /** Values by `JSON.stringify([name, …subscripts])`. */
  readonly globals: Record<string, string>;
  readonly own: OwnGlobal;
  readonly server: ServerTraits;
}

export interface StoredDocument {
  element: string;
  /** Grows with each save, and shows in the export as a time. */
  saves: number;
  compiled: boolean;
}

/** What lies in `^PatchFleet`. */
export interface OwnGlobal {
  /** What the helper class of this program's version says of its version; null: it is not there. */
  helper: string | null;
  holder: string;
  lease: { token: string; until: number; seconds: number } | null;
  /** Entries, each in pieces as they were sent. */
  register: string[][];
  readonly put: Record<string, { pieces: string[]; stamp: string; mode: string }>;
  /** A run; the number of its process is 0 as long as nobody knows it. */
  run: {
    attempt: string;
    entry: string;
    parameters: Record<string, string>;
    job: number;
    ended: boolean;
  } | null;
  production: string;
}

/** What a test makes of the server. */
export interface ServerTraits {
  version: string;
  unicode: boolean;
  primary: boolean;
  member: boolean;
  readonly: boolean;
  /** Deployed classes and mapped documents, the latter with their database. */
  deployed: string[];
  readonly mapped: Record<string, string>;
  /** Name and state (1 runs, 2 is stopped) of the production; null: the namespace has none. */
  production: { name: string; state: number } | null;
  /** Says at the next load that this item is refused. */
  refuses: string | null;
  /** The session's process dies when it is asked for this, or at this point of its work. */
  dies: string | null;
  /** The process of a run does not come to its first word before this ends. */
  jobWaits: boolean;
  /** What a run of each entry does. */
  readonly code: Record<string, 'ok' | 'fails' | 'halts' | 'hangs' | 'leaves a transaction'>;
}

export function emptyNamespace(): Namespace {
  return {
    documents: {},
    files: {},
    globals: {},
    own: { helper: null, holder: '', lease: null, register: [], put: {}, run: null, production: '' },
    server: {
      version: 'IRIS for UNIX (Stand-in for tests) 2024.1 (Build 1U)',
      ...{ unicode: true, primary: true, member: false, readonly: false, deployed: [], mapped: {} },
      ...{ production: null, refuses: null, dies: null, jobWaits: false, code: {} },
    },
  };
}

export function readNamespace(folder: string): Namespace {
  const path = join(folder, 'namespace.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Namespace) : emptyNamespace();
}

/** Changes the namespace, one process after the other; what the change throws leaves it as it was, as a transaction would. */
export function changeNamespace<T>(folder: string, change: (namespace: Namespace) => T): T {
  return alone(join(folder, 'namespace.lock'), () => changeAlone(folder, change));
}

/** Works while a file of this name is there and holds our number; one whose process was killed does not count. */
function alone<T>(lock: string, work: () => T): T {
  while (!tookLock(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
  try {
    return work();
  } finally {
    rmSync(lock);
  }
}

function tookLock(lock: string): boolean {
  try {
    symlinkSync(String(process.pid), lock);
    return true;
  } catch {
    const holder = holderOf(lock);
    if (holder !== null && !isAlive(holder)) rmSync(lock, { force: true });
    return false;
  }
}

/** Null: it is free again. */
function holderOf(lock: string): number | null {
  try {
    return Number(readlinkSync(lock));
  } catch {
    return null;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function changeAlone<T>(folder: string, change: (namespace: Namespace) => T): T {
  const namespace = readNamespace(folder);
  const result = change(namespace);
  const path = join(folder, 'namespace.json');
  writeFileSync(`${path}.${process.pid}`, JSON.stringify(namespace));
  renameSync(`${path}.${process.pid}`, path);
  return result;
}
