import type { Digest } from '../base/digest.ts';
import { isFailure } from '../base/failure.ts';
import type { Issue } from '../base/issue.ts';
import type { ObjectId, PatchId } from '../base/names.ts';
import type { PatchesRepository } from '../ports/patches-repository.ts';
import type { CheckedPatch } from './check-patch.ts';
import { checkPatch } from './check-patch.ts';
import { computeRelease, folderOf } from './compute-release.ts';
import { issueOf, issuesOfContent } from './failed-content.ts';
import type { PatchFolder, PatchFolders } from './patch-folder.ts';
import { idOfFolder } from './patch-folder.ts';
import { remarksOnPatch } from './remarks-on-patch.ts';
import { releaseFilesOf } from './repository-folder.ts';

type Reading = Pick<PatchesRepository, 'readFiles' | 'readBlob'>;

/** What is proposed of one patch. */
interface Wish {
  /** Where it lies, from the top. */
  readonly folder: string;
  /** What is new, changed or gone in it; not empty. */
  readonly paths: readonly string[];
  readonly ground: {
    /** All patches as they are proposed. */
    readonly folders: PatchFolders;
    /** The digest of every release; null: its tag is none. */
    readonly released: ReadonlyMap<PatchId, Digest | null>;
  };
}

export interface ProposedPatch {
  /** released: it has a tag already. */
  readonly kind: 'fresh' | 'released';
  readonly folder: PatchFolder;
  readonly problems: readonly Issue[];
  readonly remarks: readonly Issue[];
  /** The release that it would become; null: it cannot, or is one. */
  readonly fresh: { readonly id: PatchId; readonly digest: Digest } | null;
}

/** Checks a patch of a proposed commit as `release` would once that is main. Failures of the repository only. */
export async function checkProposedPatch(
  repository: Reading,
  head: ObjectId,
  { folder: path, paths, ground }: Wish,
): Promise<ProposedPatch> {
  const patch = idOfFolder(path) as PatchId;
  const kind = ground.released.has(patch) ? 'released' : 'fresh';
  const found = { kind, folder: { path, files: [] }, problems: [], remarks: [], fresh: null } as const;
  try {
    const files = releaseFilesOf(repository, await repository.readFiles(head, path));
    const folder = { path, files };
    const checked = await checkPatch(folder);
    const { releaseDigest } = checked;
    folderOf(patch, ground);
    if (kind === 'released' && ground.released.get(patch) === releaseDigest) return { ...found, folder };
    if (kind === 'released') return { ...found, folder, problems: [changedRelease(patch, paths)] };
    assertReleasable(checked, ground);
    const known = new Set([...ground.folders.keys(), ...ground.released.keys()]);
    const remarks = remarksOnPatch(checked, known);
    return { ...found, folder, remarks, fresh: { id: patch, digest: releaseDigest } };
  } catch (error) {
    const problems = issuesOfContent(error, `${path}/patch.yaml`);
    if (problems === null) throw error;
    const isTold = kind === 'fresh' || isFailure(error, 'PATCH_ID_TWICE');
    return { ...found, problems: isTold ? problems : [changedRelease(patch, paths)] };
  }
}

function changedRelease(patch: PatchId, [first = '', ...more]: readonly string[]): Issue {
  const others =
    more.length === 0 ? '' : ` (and ${more.slice(0, 5).join(', ')}${more.length > 5 ? ' …' : ''})`;
  const message = `changes${others}, but ${patch} is released, and what a release is never changes: put the folder back as the tag patch/${patch} has it, and make a new patch that names it under \`supersedes\``;
  return issueOf(first, message);
}

/** Failures of computeRelease. Whose release tags count is seen when it is released. */
function assertReleasable(checked: CheckedPatch, { folders, released }: Wish['ground']): void {
  const tagged = new Map([...released.keys()].map((patch) => [patch, null]));
  computeRelease(checked, '', { folders, tagged });
}
