import { checkPatch } from '../../../publish/check-patch.ts';
import type { Answer } from '../answer.ts';
import type { Shell } from '../shell.ts';
import { openPatchFolder } from '../working-copy.ts';

/** Checks a patch as `release` does. Mistakes are the Failure that checkPatch throws. */
export async function checkKit(shell: Shell, word: string): Promise<Answer> {
  const { manifest, documents, files, releaseDigest } = await checkPatch(openPatchFolder(shell.cwd, word));
  return {
    exit: 0,
    text: `${manifest.id} is right: ${documents.length} documents in ${manifest.kit.length} kit files, release digest ${releaseDigest}.`,
    json: {
      kind: 'kit-checked',
      patch: manifest.id,
      releaseDigest,
      documents: documents.length,
      files: files.map(({ path, size, digest }) => ({ path, size, digest })),
    },
  };
}
