import type { PatchContent } from '../fleet/preview/preview.ts';
import type { ReleaseEntry } from '../desired/desired-state.ts';
import { parseManifest } from '../kit/parse-manifest.ts';
import { readKit } from '../kit/read-kit.ts';
import { readText } from '../kit/read-text.ts';
import type { PatchesRepository } from '../ports/patches-repository.ts';
import { readReleased } from './released.ts';
import { releaseFilesOf } from './repository-folder.ts';

/** Manifest and documents of a release, as of the last refresh. Failures of its tag, of git, of parseManifest and readKit. */
export async function readReleaseContent(
  repository: Pick<PatchesRepository, 'readObject' | 'readFiles' | 'readBlob'>,
  { id, tag }: Pick<ReleaseEntry, 'id' | 'tag'>,
): Promise<PatchContent> {
  const { commit } = await readReleased(repository, id, tag);
  const files = releaseFilesOf(repository, await repository.readFiles(commit, ''));
  const file = files.find(({ path }) => path === 'patch.yaml');
  const manifest = parseManifest(`${id}/patch.yaml`, file === undefined ? '' : await readText(file.read()));
  return { manifest, kit: await readKit(manifest, files) };
}
