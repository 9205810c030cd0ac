import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readPatchTimes } from '../../adapters/git/patch-times.ts';
import { isFailure } from '../../base/failure.ts';
import type { EarlierPatch } from '../../publish/earlier/earlier-patches.ts';
import { readEarlierPatches } from '../../publish/earlier/earlier-patches.ts';
import type { PatchFolder } from '../../publish/patch-folder.ts';
import { proposedFolders } from './proposed-tree.ts';
import { filesBelow } from './working-copy.ts';

type Wish = Omit<Parameters<typeof readEarlierPatches>[1], 'times' | 'recalled'>;

/** The patches of a working copy that come before one; without those that are recalled there. */
export async function earlierHere(top: string, wish: Wish): Promise<readonly EarlierPatch[]> {
  const recalls = join(top, 'recalls');
  const recalled = existsSync(recalls) ? readdirSync(recalls).map((file) => file.replace(/\.yaml$/, '')) : [];
  return readEarlierPatches(proposedFolders(top).flatMap(folderAt), {
    ...wish,
    times: await readPatchTimes(top),
    recalled: new Set(recalled),
  });

  function folderAt(path: string): readonly PatchFolder[] {
    try {
      return [{ path, files: filesBelow(join(top, path)) }];
    } catch (error) {
      if (isFailure(error, 'PATCH_HOLDS_LINK')) return [];
      throw error;
    }
  }
}
