import { failure } from '../base/failure.ts';
import type { PatchId } from '../base/names.ts';
import { releaseTagMessage, releaseTagName } from '../kit/release-tag.ts';
import type { CheckedPatch } from './check-patch.ts';
import type { PatchFolders } from './patch-folder.ts';

/** Main as a release sees it: where each patch lies, and which others have a tag. */
export interface ReleaseGround {
  readonly folders: PatchFolders;
  /** Why a patch's tag is no release of ours; null: it is one. */
  readonly tagged: ReadonlyMap<PatchId, string | null>;
}

/** The one folder of a patch on main. Failure PATCH_NOT_ON_MAIN or PATCH_ID_TWICE. */
export function folderOf(patch: PatchId, { folders }: Pick<ReleaseGround, 'folders'>): string {
  const found = folders.get(patch) ?? [];
  const [folder] = found;
  if (folder === undefined) throw failure('PATCH_NOT_ON_MAIN', { patch });
  if (found.length > 1) throw failure('PATCH_ID_TWICE', { patch, folders: found });
  return folder;
}

/**
 * What a release of this checked patch would be: its texts, ready to be signed. Failure INVALID_FILE where it requires or
 * supersedes a patch that is neither on main nor released.
 */
export function computeRelease(
  { manifest, path, releaseDigest }: CheckedPatch,
  source: string,
  { folders, tagged }: ReleaseGround,
): ReleaseTexts {
  const issues = (['requires', 'supersedes'] as const).flatMap((key) =>
    manifest[key].flatMap((patch, index) => {
      const why = tagged.get(patch);
      if (folders.has(patch) || why === null) return [];
      const message =
        why === undefined
          ? `names ${patch}, which is neither on main nor released`
          : `names ${patch}, which is not on main and whose tag on the host is no release of ours: ${why} Name the key with --trust if it is a colleague's`;
      return [{ file: `${path}/patch.yaml`, line: 0, column: 0, path: `${key}[${index}]`, message }];
    }),
  );
  if (issues.length > 0) throw failure('INVALID_FILE', { issues });
  const title = `${manifest.id}: ${manifest.title}`;
  return {
    tag: releaseTagName(manifest.id),
    commitMessage: `${title}\n\nSource-Commit: ${source}\nSource-Folder: ${path}\nRelease-Digest: ${releaseDigest}\n`,
    tagMessage: releaseTagMessage(manifest.id, manifest.title, releaseDigest),
  };
}

interface ReleaseTexts {
  readonly tag: string;
  readonly commitMessage: string;
  readonly tagMessage: string;
}
