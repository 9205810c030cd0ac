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

/** The text of every file below these folders of a commit, by path from the top. */
export async function readTexts(
  repository: Pick<PatchesRepository, 'readBlob'>,
  files: ReadonlyMap<string, TreeFile>,
  wanted: (path: string) => boolean,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const texts = new Map<string, Uint8Array>();
  for (const [path, { blob }] of files) {
    if (wanted(path)) texts.set(path, await repository.readBlob(blob));
  }
  return texts;
}
