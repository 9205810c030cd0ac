import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Disk } from '../files/disk.ts';

/** Makes the folder a bare repository (gitrepository-layout) with this branch as its head, where it is none yet. */
export function prepareBareRepository(folder: string, disk: Disk, branch: string): void {
  if (!existsSync(join(folder, 'HEAD'))) mendBareRepository(folder, disk, branch);
}

/** The same for a folder that is ours alone: makes anew what of the repository's frame is missing or not as we made it. */
export function mendBareRepository(folder: string, disk: Disk, branch: string): void {
  for (const path of [join(folder, 'objects'), join(folder, 'refs', 'heads')])
    if (!existsSync(path)) disk.makeFolder(path);
  const files = {
    config: '[core]\n\trepositoryformatversion = 0\n\tbare = true\n',
    HEAD: `ref: refs/heads/${branch}\n`,
  };
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    if (!existsSync(path) || readFileSync(path, 'utf8') !== text) disk.replace(path, Buffer.from(text));
  }
}
