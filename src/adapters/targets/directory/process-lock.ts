import { createHash } from 'node:crypto';
import { unlinkSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A lock that this process holds until it releases it or ends, however it ends: the kernel frees it. */
export interface ProcessLock {
  release(): Promise<void>;
}

/**
 * The socket that stands for a path: an abstract one on Linux (of this network namespace), a named pipe on Windows, a socket
 * file elsewhere.
 */
export function lockAddress(path: string, platform: NodeJS.Platform): string {
  const name = `patchfleet-${createHash('sha256').update(path).digest('hex').slice(0, 40)}`;
  if (platform === 'linux') return `\0${name}`;
  return platform === 'win32' ? `\\\\.\\pipe\\${name}` : `/tmp/${name}.sock`;
}

/**
 * Takes the lock; null: somebody has it. A socket file outlives its process: one on which nobody answers is taken away, which
 * two processes that start in the same millisecond could both do.
 */
export async function takeProcessLock(address: string): Promise<ProcessLock | null> {
  for (let tried = 1; ; tried += 1) {
    const server = (await listenOn(address)) ?? (await takeOver(address));
    if (server !== null) return { release: () => closeServer(server) };
    if (tried === tries) return null;
    await sleep(pause);
  }
}

/**
 * A process that is just being started from one that held the lock has a copy of the socket until its program runs: a lock that was
 * freed a moment ago can so look taken for some milliseconds.
 */
const tries = 20;
const pause = 15;

async function takeOver(address: string): Promise<Server | null> {
  if (!address.startsWith('/') || (await isAnswered(address))) return null;
  unlinkSync(address);
  return listenOn(address);
}

/** Null: the address is in use. */
function listenOn(address: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(address, () => {
      resolve(server.unref());
    });
  });
}

function isAnswered(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}
