import type { ReleaseFile } from '../kit/release-record.ts';
import type { PatchesRepository, TreeFile } from '../ports/patches-repository.ts';

/** The files of a commit's folder as kit readers want them: read when asked, from the repository. */
export function releaseFilesOf(
  repository: Pick<PatchesRepository, 'readBlob'>,
  files: ReadonlyMap<string, TreeFile>,
): readonly ReleaseFile[] {
  return [...files].map(([path, { blob, size }]) => ({
    path,
    size,
    async *read() {
      yield await repository.readBlob(blob);
    },
  }));
}
