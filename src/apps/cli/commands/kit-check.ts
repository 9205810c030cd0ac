import { issuesAsText } from '../../../base/issue.ts';
import { touchedName } from '../../../kit/touched-name.ts';
import { checkPatch } from '../../../publish/check-patch.ts';
import { remarksOnPatch } from '../../../publish/remarks-on-patch.ts';
import type { Answer } from '../answer.ts';
import { earlierHere } from '../earlier-here.ts';
import type { Shell } from '../shell.ts';
import { findRepositoryTop, openPatchFolder, patchesAround } from '../working-copy.ts';

/** Checks a patch as `release` does, and says what a person should look at besides. Mistakes are the Failure that checkPatch throws. */
export async function checkKit(shell: Shell, word: string): Promise<Answer> {
  const folder = openPatchFolder(shell.cwd, word);
  const checked = await checkPatch(folder);
  const { manifest, documents, files, releaseDigest } = checked;
  const { requires, supersedes, remove } = manifest;
  const touched = [...documents.map(touchedName), ...remove];
  const top = findRepositoryTop(folder.absolute);
  shell.terminal.progress('Comparing with earlier patches …');
  const earlier =
    top === null ? [] : await earlierHere(top, { id: manifest.id, requires, supersedes, touched });
  const remarks = remarksOnPatch(checked, patchesAround(folder.absolute), earlier);
  return {
    exit: 0,
    text: [
      `No mistake in ${manifest.id}: ${counted(documents.length, 'document')} in ${counted(manifest.kit.length, 'kit file')}, release digest ${releaseDigest}.`,
      ...(remarks.length === 0
        ? []
        : [`Look at ${remarks.length === 1 ? 'this' : 'these'} before it is released:`]),
      ...remarks.map((remark) => `  ${issuesAsText([remark])}`),
    ].join('\n'),
    json: {
      kind: 'kit-checked',
      patch: manifest.id,
      releaseDigest,
      documents: documents.length,
      files: files.map(({ path, size, digest }) => ({ path, size, digest })),
      remarks,
    },
  };
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
