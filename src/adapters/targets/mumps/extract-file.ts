import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Disk } from '../../files/disk.ts';
import { makePrivateFolder } from '../../files/private-folder.ts';
import type { MumpsDatabase } from './mumps-database.ts';

/** A file for what this process extracts, which is removed when it was read. It lies in patchfleet's own folder, which only its user can read. */
export function extractFile({ own }: Pick<MumpsDatabase, 'own'>): string {
  makePrivateFolder(own);
  return join(own, `extract-${process.pid}-${randomBytes(12).toString('hex')}.zwr`);
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
