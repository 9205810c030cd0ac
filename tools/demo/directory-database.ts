import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeDisk } from '../../src/adapters/files/node-disk.ts';
import { openDirectoryTarget } from '../../src/adapters/targets/directory/open-directory-target.ts';
import type { DemoDatabase } from './database.ts';
import { putInto } from './put-into.ts';

/** A database of plain files. */
export function makeDirectoryDatabase(folder: string): DemoDatabase {
  mkdirSync(folder, { recursive: true });
  const target = openDirectoryTarget({ folder, disk: nodeDisk(), clock: { now: Date.now } });
  return {
    config: `directory: { folder: ${JSON.stringify(folder)} }`,
    fill: (documents) => putInto(target, documents),
    digest: () => Promise.resolve(digestOfFiles(folder)),
    close: () => Promise.resolve(),
  };
}

function digestOfFiles(folder: string): string {
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.startsWith(join(folder, '.patchfleet')))
    .sort();
  for (const path of files) hash.update(`${path}\0`).update(readFileSync(path)).update('\0');
  return hash.digest('hex');
}
