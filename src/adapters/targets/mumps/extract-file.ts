import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Disk } from '../../files/disk.ts';
import type { MumpsDatabase } from './mumps-database.ts';

/** A file for what this process extracts, which is removed when it was read. */
export function extractFile({ own, temporary }: MumpsDatabase): string {
  const folder = existsSync(own) ? own : temporary;
  return join(folder, `extract-${process.pid}-${randomBytes(12).toString('hex')}.zwr`);
}

/** Removes what processes left behind that were killed while they read. */
export function removeLeftExtracts({ own }: MumpsDatabase, disk: Disk): void {
  const files = existsSync(own) ? readdirSync(own) : [];
  for (const file of files) {
    const pid = /^extract-(\d+)-[0-9a-f]+\.zwr$/.exec(file)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) disk.remove(join(own, file));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
