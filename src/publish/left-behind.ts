import { isFailure } from '../base/failure.ts';
import type { Issue } from '../base/issue.ts';
import type { PatchId } from '../base/names.ts';
import type { Manifest } from '../kit/manifest.ts';
import { parseManifest } from '../kit/parse-manifest.ts';
import type { PatchesRepository, TreeFile } from '../ports/patches-repository.ts';

interface LeftBehind {
  /** All files as they are proposed. */
  readonly files: ReadonlyMap<string, TreeFile>;
  /** Folders of patches that do not change and are not released. */
  readonly folders: readonly string[];
  /** Patches that are taken away and were never released. */
  readonly gone: ReadonlySet<PatchId>;
}

/** Patches that nobody touches and that can no longer be released, because what they require or supersede goes away. */
export async function leftBehind(
  repository: Pick<PatchesRepository, 'readBlob'>,
  { files, folders, gone }: LeftBehind,
): Promise<readonly Issue[]> {
  if (gone.size === 0) return [];
  const issues: Issue[] = [];
  for (const folder of folders) {
    const file = `${folder}/patch.yaml`;
    const found = files.get(file);
    const text = found === undefined ? '' : new TextDecoder().decode(await repository.readBlob(found.blob));
    issues.push(...issuesOf(file, manifestOf(file, text), gone));
  }
  return issues;
}

/** Null: it could not be read before either. */
function manifestOf(file: string, text: string): Manifest | null {
  try {
    return parseManifest(file, text);
  } catch (error) {
    if (isFailure(error, 'INVALID_FILE') || isFailure(error, 'NEWER_FORMAT')) return null;
    throw error;
  }
}

function issuesOf(file: string, manifest: Manifest | null, gone: ReadonlySet<PatchId>): readonly Issue[] {
  return (['requires', 'supersedes'] as const).flatMap((key) =>
    (manifest?.[key] ?? []).flatMap((patch, index) => {
      if (!gone.has(patch)) return [];
      const message = `names ${patch}, which goes away here and was never released`;
      return [{ file, line: 0, column: 0, path: `${key}[${index}]`, message }];
    }),
  );
}
