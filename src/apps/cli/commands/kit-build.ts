import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from '../../../base/digest.ts';
import { addToYamlList, setInYaml } from '../../../base/edit-yaml.ts';
import { parseKitFiles } from '../../../kit/parse-manifest.ts';
import type { Answer } from '../answer.ts';
import { kitItems, remarksOn } from '../kit-items.ts';
import { readExports } from '../read-exports.ts';
import type { Shell } from '../shell.ts';
import { kitEntry } from '../templates.ts';
import { openPatchFolder } from '../working-copy.ts';

/**
 * Makes the manifest name the kit folder as it is: the digest of each file, and each file that is not named yet. One that is named and gone is said, and
 * its lines stay: who took it away decides. Nothing is written where nothing changes. Failure INVALID_FILE where a new file is no kit file.
 */
export async function buildKit(shell: Shell, word: string): Promise<Answer> {
  const { absolute, path, files } = openPatchFolder(shell.cwd, word);
  const manifestPath = join(absolute, 'patch.yaml');
  const before = readFileSync(manifestPath, 'utf8');
  const { id, kit } = parseKitFiles(`${path}/patch.yaml`, before);
  const there = new Set(files.map((file) => file.path));
  const gone = kit.map(({ file }) => file).filter((file) => !there.has(file));
  const digests = [...kit.entries()].flatMap(([index, { file, sha256 }]) => {
    if (!there.has(file)) return [];
    const digest = digestOf(readFileSync(join(absolute, file)));
    return [{ index, file, sha256: digest, changed: digest !== sha256 }];
  });
  const listed = new Set(kit.map(({ file }) => file));
  const unlisted = files.filter((file) => file.path.startsWith('kit/') && !listed.has(file.path));
  const sources = unlisted.map(({ path: file }) => ({
    ...{ from: `${path}/${file}`, absolute: join(absolute, file), file },
  }));
  const inside = files.filter((file) => listed.has(file.path));
  const added = sources.length === 0 ? [] : kitItems(await readExports(sources, inside), undefined);
  const changed = digests.filter((digest) => digest.changed);
  const refreshed = changed.reduce(
    (text, { index, sha256 }) => setInYaml(text, ['kit', index, 'sha256'], sha256),
    before,
  );
  const after = added.reduce((text, item) => addToYamlList(text, 'kit', kitEntry(item)), refreshed);
  if (after !== before) writeFileSync(manifestPath, after);
  const told = [
    ...changed.map(({ file, sha256 }) => `${sha256}  ${file}`),
    ...added.map(({ file, sha256 }) => `${sha256}  ${file}  (new)`),
    ...remarksOn(added, undefined),
    ...gone.map(goneAsText),
  ];
  return {
    exit: gone.length === 0 ? 0 : 1,
    text: told.length === 0 ? 'Nothing to do: every sha256 is right.' : told.join('\n'),
    json: {
      ...{ kind: 'kit-built', patch: id },
      files: digests.map(({ file, sha256, changed: wasChanged }) => ({ file, sha256, changed: wasChanged })),
      ...{ added: added.map(({ file, sha256 }) => ({ file, sha256 })), gone },
    },
  };
}

function goneAsText(file: string): string {
  return `${file} is gone: patch.yaml names it, and it is not there. Put it back, or take its lines out of patch.yaml.`;
}
