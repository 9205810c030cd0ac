import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Disk } from '../../files/disk.ts';
import type { ReadRegister } from './register-lines.ts';
import { readRegister, registerLine } from './register-lines.ts';

/** The register's file; what was read is kept as long as the file's size and time say that it is the same. */
export interface RegisterFile {
  /** Failure REGISTER_DAMAGED. */
  read(): ReadRegister;
  /** Takes a torn tail off the file. Only for who holds the target. */
  mend(): void;
  /** All entries or none, durable. Only for who holds the target. */
  append(entries: readonly string[]): void;
}

export function openRegisterFile(target: string, path: string, disk: Disk): RegisterFile {
  let known: { readonly stamp: string; readonly register: ReadRegister } | null = null;
  const read = (): ReadRegister => {
    const stamp = stampOf(path);
    if (known?.stamp === stamp) return known.register;
    const bytes = stamp === '' ? new Uint8Array() : readFileSync(path);
    const register = readRegister(target, bytes);
    known = { stamp, register };
    return register;
  };
  const mend = (): void => {
    const { size } = read();
    if (size < sizeOf(path)) disk.truncate(path, size);
  };
  const append = (entries: readonly string[]): void => {
    if (entries.length === 0) return;
    mend();
    const { head, size } = read();
    const line = Buffer.from(registerLine(entries, head));
    if (size === 0) disk.makeFolder(dirname(path));
    try {
      disk.append(path, line);
    } catch (error) {
      takeBack(path, size, disk);
      throw error;
    }
  };
  return { read, mend, append };
}

/** An append that failed must not count later: what the disk took of it is cut off again, if it lets us. */
function takeBack(path: string, size: number, disk: Disk): void {
  try {
    if (size < sizeOf(path)) disk.truncate(path, size);
  } catch {
    // The tail is then cut by the next append, or read as what it is: a whole line that did happen.
  }
}

function stampOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false, bigint: true });
  return found === undefined ? '' : `${found.ino} ${found.size} ${found.mtimeNs}`;
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
