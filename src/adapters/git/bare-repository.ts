import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Disk } from '../files/disk.ts';

/** Makes the folder a bare repository (gitrepository-layout) with this branch as its head, where it is none yet. */
export function prepareBareRepository(folder: string, disk: Disk, branch: string): void {
  if (existsSync(join(folder, 'HEAD'))) return;
  disk.makeFolder(join(folder, 'objects'));
  disk.makeFolder(join(folder, 'refs', 'heads'));
  disk.replace(join(folder, 'config'), Buffer.from('[core]\n\trepositoryformatversion = 0\n\tbare = true\n'));
  disk.replace(join(folder, 'HEAD'), Buffer.from(`ref: refs/heads/${branch}\n`));
}
