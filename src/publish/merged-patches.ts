import type { Issue } from '../base/issue.ts';
import type { ObjectId, PatchId } from '../base/names.ts';
import type { PatchesRepository } from '../ports/patches-repository.ts';
import { changedFolders } from './changed-folders.ts';
import { issuesOfContent } from './failed-content.ts';
import type { PatchFolders } from './patch-folder.ts';
import { computePatchFolders, idOfFolder } from './patch-folder.ts';
import type { Signing } from './release-patch.ts';
import { prepareRelease } from './release-patch.ts';
import { releasedTags } from './released.ts';
import type { OurKeys } from './why-not-ours.ts';

interface MergedPatches {
  /** Patches on main that have no tag and can be released, by id. */
  readonly ready: readonly PatchId[];
  /** What is wrong with the others, and with released ones that are no longer what was released. */
  readonly problems: readonly Issue[];
}

interface Merge {
  readonly signing: Signing;
  readonly ours: OurKeys;
  /** Main before: released patches that changed since are looked at as well. Null: none are. */
  readonly since: ObjectId | null;
}

/** Looks which patches of main, as the host has it now, are to be released. A wrong patch keeps no other one back. Failures of the repository only. */
export async function mergedPatches(
  repository: PatchesRepository,
  { signing, ours, since }: Merge,
): Promise<MergedPatches> {
  await repository.refresh();
  const main = await repository.readRef('refs/heads/main');
  const files = main === null ? new Map<string, never>() : await repository.readFiles(main, '');
  const folders = computePatchFolders(files.keys());
  const tags = await releasedTags(repository);
  const before = since === null ? null : await repository.readFiles(since, '');
  const touched =
    before === null || before.size === 0 ? [] : [...changedFolders(before, files).changed.keys()];
  const changed = new Set(touched.map((folder) => idOfFolder(folder)));
  const ready: PatchId[] = [];
  const problems: Issue[] = [];
  for (const patch of [...folders.keys()].sort()) {
    if (tags.has(patch) && !changed.has(patch)) continue;
    try {
      const { kind } = await prepareRelease(repository, patch, { signing, ours });
      if (kind === 'new') ready.push(patch);
    } catch (error) {
      const found = issuesOfContent(error, manifestOf(patch, folders));
      if (found === null) throw error;
      problems.push(...found);
    }
  }
  return { ready, problems };
}

function manifestOf(patch: PatchId, folders: PatchFolders): string {
  const [folder = `patches/${patch}`] = folders.get(patch) ?? [];
  return `${folder}/patch.yaml`;
}
