import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from '../../../base/digest.ts';
import type { Disk } from '../../files/disk.ts';
import { helperName, helperSource } from './helper-routine.ts';
import type { MumpsDatabase } from './mumps-database.ts';

/**
 * The folder that holds the helper routine, put there where it is missing or not as this program has it. Each version has a folder of its
 * own, so that programs of two versions do not get in each other's way; nothing is put among the site's routines.
 */
export function installHelper({ own }: Pick<MumpsDatabase, 'own'>, disk: Disk): string {
  const source = Buffer.from(helperSource, 'latin1');
  const folder = join(own, `helper-${digestOf(source).slice(0, 12)}`);
  const file = join(folder, `${helperName}.m`);
  if (existsSync(file) && readFileSync(file).equals(source)) return folder;
  disk.makeFolder(folder);
  disk.replace(file, source);
  return folder;
}
