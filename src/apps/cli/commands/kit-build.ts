import type { Answer } from '../answer.ts';
import { remarksOn } from '../kit-items.ts';
import { refreshKit } from '../refresh-kit.ts';
import type { Shell } from '../shell.ts';

/**
 * Makes the manifest name the kit folder as it is. A file that is named and gone is said, and its lines stay: who took it away decides. Failure INVALID_FILE where a new file is no kit
 * file; nothing is written then.
 */
export async function buildKit(shell: Shell, word: string): Promise<Answer> {
  const built = await refreshKit(shell.cwd, word, { leaveBroken: false });
  const told = refreshedAsLines(built);
  return {
    exit: built.gone.length === 0 ? 0 : 1,
    text: told.length === 0 ? 'Nothing to do: every sha256 is right.' : told.join('\n'),
    json: {
      ...{ kind: 'kit-built', patch: built.id },
      files: built.files.map(({ file, sha256, changed }) => ({ file, sha256, changed })),
      added: built.added.map(({ file, sha256 }) => ({ file, sha256 })),
      gone: built.gone,
    },
  };
}

/** What was written, and what a person has to see to. */
export function refreshedAsLines({
  files,
  added,
  gone,
  broken,
  skipped,
}: Awaited<ReturnType<typeof refreshKit>>): readonly string[] {
  return [
    ...files.filter(({ changed }) => changed).map(({ file, sha256 }) => `${sha256}  ${file}`),
    ...added.map(({ file, sha256 }) => `${sha256}  ${file}  (new)`),
    ...remarksOn(added, undefined),
    ...broken.map((complaint) => `${complaint} (left as it was)`),
    ...gone.map(goneAsText),
    ...skipped.map((file) => `${file} is no kit file: the desktop put it there. Delete it; it is not named.`),
  ];
}

function goneAsText(file: string): string {
  return `${file} is gone: patch.yaml names it, and it is not there. Put it back, or take its lines out of patch.yaml.`;
}
